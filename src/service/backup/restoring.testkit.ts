/** A process that restores a backup into a store, and dies at its n-th sign of progress: node … FOLDER FILE SIGNS (0: never) */
import { join } from 'node:path';
import { openStore } from '../store/open.ts';
import { restoreInput } from './restore-input.testkit.ts';

const [folder = '', file = '', signs = '0'] = process.argv.slice(2);
const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
const input = await restoreInput(store, file, join(folder, 'backups', 'kept.skb'));
let seen = 0;
const onProgress = () => {
  seen += 1;
  if (seen === Number(signs)) process.kill(process.pid, 'SIGKILL');
};
await store.runTask('restore-backup', input, { onProgress });
await store.close();
