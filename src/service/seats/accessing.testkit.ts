/** A process that checks first accesses and names each one that was allowed, to be killed on the way: node … FOLDER */
import { join } from 'node:path';
import { createEventHub } from '../events.ts';
import { after } from '../schedule/timers.ts';
import { openStore } from '../store/open.ts';
import { createAccess } from './access.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
const entitlement = { structure: 'category', items: [{ module: 'im', seats: 40 }] } as const;
const access = await createAccess({
  store,
  events: createEventHub(),
  after,
  log: { info: () => {}, error: () => {} },
  entitlement: () => entitlement,
  now: () => 1_800_000_000_000,
  clockTrusted: () => true,
  stopped: () => false,
});
for (let round = 0; ; round += 1) {
  const names = Array.from({ length: 8 }, (_, n) => `u${round}x${n}`);
  const asked = names.map(async (name) => {
    const { allow, recorded, reason } = await access.check({ address: `${name}@a.example`, module: 'im' });
    if (allow && recorded) process.stdout.write(`${name} ${reason}\n`);
  });
  await Promise.all(asked);
}
