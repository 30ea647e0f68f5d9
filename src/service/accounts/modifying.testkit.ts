/** A process that modifies every account of a store and says how far it is, to be killed on the way: node … FOLDER */
import { join } from 'node:path';
import { openStore } from '../store/open.ts';
import { accountChangeOf } from './parsing.ts';
import { accountRuleOf } from './rule.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
const change = accountChangeOf({ U_IM: '0', U_AccountDisabled: '1' });
const rule = accountRuleOf({ mask: '*@*' }, 0);
const onProgress = (done: number, total: number | null) => process.stdout.write(`${done} ${total}\n`);
await store.runTask('modify-accounts', { rule, change, auditId: 1 }, { onProgress });
process.stdout.write('modified\n');
await store.close();
