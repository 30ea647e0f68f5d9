/** A process that imports a file into a store and says how far it is, to be killed on the way: node … FOLDER CSV */
import { join } from 'node:path';
import { openStore } from './open.ts';

const [folder = '', csv = ''] = process.argv.slice(2);
const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
const onProgress = (done: number, total: number | null) => process.stdout.write(`${done} ${total}\n`);
await store.runTask('import', { file: csv, format: 'csv', dryRun: false, now: 0 }, { onProgress });
process.stdout.write('imported\n');
await store.close();
