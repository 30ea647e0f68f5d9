/** A process that delivers notices until it is killed: `node process.testkit.ts FOLDER SMTP [OCCASION]`. */
import { openOutbox } from './notices.testkit.ts';

const [folder = '', smtp = '', occasion] = process.argv.slice(2);
const outbox = await openOutbox(folder, smtp);
outbox.notices.start();
if (occasion !== undefined) await outbox.tell(occasion);
await outbox.notices.idle();
process.send?.('idle');
// The store's worker threads keep the process alive.
