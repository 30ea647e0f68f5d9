/** A process that runs a task on a store and dies at its n-th sign of progress: node … FOLDER KIND INPUT SIGNS (0: never) */
import { join } from 'node:path';
import { openStore } from './open.ts';
import type { TaskKind } from './tasks.ts';

const [folder = '', kind = '', input = '', signs = ''] = process.argv.slice(2);
const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
let seen = 0;
const onProgress = () => {
  seen += 1;
  if (seen === Number(signs)) process.kill(process.pid, 'SIGKILL');
};
await store.runTask(kind as TaskKind, JSON.parse(input), { onProgress });
await store.close();
