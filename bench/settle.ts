/**
 * Licenses that change over 1,000,000 accounts, half of them with a seat: how long seats take to be in line, and what
 * access checks feel of it meanwhile. Run: node bench/settle.ts
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { ALL_FLAGS } from '../src/core/seats/modules.ts';
import type { Entitlement, EntitlementItem } from '../src/core/seats/scopes.ts';
import { createEventHub } from '../src/service/events.ts';
import { after } from '../src/service/schedule/timers.ts';
import { createAccess } from '../src/service/seats/access.ts';
import { inFolder, openIn } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const SEATED = 500_000;
const NOW = Date.parse('2026-11-21T10:00:00Z');
const LONGEST_DELAY_MS = 25;
const LONGEST_CHECK_MS = 20;
/** Of the writer gate, by what a first access waits for. */
const LONGEST_HELD_MS = 1_000;

const NUMBERS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < @count)`;
const FILL = [
  `insert into domain (id, name, flags, present, created_at) values (1, 'a.example', @flags, 1, 0)`,
  `insert into address (id, domain_id, local) ${NUMBERS} select i, 1, printf('user%07d', i) from n`,
  `insert into account (id, domain_id, flags, created_at) ${NUMBERS} select i, 1, @flags, 0 from n`,
  `insert into access (address_id, module, first_access, last_access) ${NUMBERS}
     select i, case i % 3 when 0 then 'ftp' when 1 then 'im' else 'webdav' end, i, i from n where i <= @seated`,
  `insert into seat (address_id, pool, assigned_at) ${NUMBERS} select i, 'group:collaboration', i from n where i <= @seated`,
];

async function fill(folder: string): Promise<void> {
  await (await openIn(folder)).close();
  const raw = new Database(join(folder, 'control.db'));
  raw.exec('begin');
  for (const sql of FILL) {
    const all = { count: ACCOUNTS, seated: SEATED, flags: ALL_FLAGS };
    const named = Object.fromEntries(Object.entries(all).filter(([name]) => sql.includes(`@${name}`)));
    raw.prepare(sql).run(named);
  }
  raw.exec('commit');
  raw.pragma('wal_checkpoint(truncate)');
  raw.close();
}

const licensed = (...items: EntitlementItem[]): Entitlement => ({ structure: 'category', items });
const LICENSES: readonly (readonly [string, Entitlement])[] = [
  // What this machine's disk and its other work do to a first access anyway.
  ['no settling', licensed({ group: 'collaboration', seats: SEATED })],
  ['nothing to do', licensed({ group: 'collaboration', seats: SEATED })],
  ['250,000 seats fewer', licensed({ group: 'collaboration', seats: SEATED / 2 })],
  ['250,000 seats more', licensed({ group: 'collaboration', seats: SEATED })],
  [
    'by module',
    licensed({ module: 'im', seats: 100_000 }, { module: 'ftp', seats: 200_000 }, { module: 'webdav', seats: 1 }),
  ],
  ['by category again', licensed({ group: 'collaboration', seats: SEATED })],
  ['not licensed', licensed({ group: 'mobile', seats: 5 })],
];

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;

await inFolder(async (folder) => {
  await fill(folder);
  const store = await openIn(folder);
  let entitlement: Entitlement = LICENSES[0]?.[1] ?? licensed();
  const access = await createAccess({
    store,
    events: createEventHub(),
    after,
    log: { info: () => {}, error: (...about: unknown[]) => console.error(...about) },
    entitlement: () => entitlement,
    now: () => NOW,
    clockTrusted: () => true,
    stopped: () => false,
  });
  const check = async (local: string, module: 'im' | 'mail'): Promise<number> => {
    const begin = performance.now();
    await access.check({ address: `${local}@a.example`, module });
    return performance.now() - begin;
  };
  let unseen = 0;
  for (const [name, next] of LICENSES) {
    entitlement = next;
    const loop = monitorEventLoopDelay({ resolution: 1 });
    const [known, first]: [number[], number[]] = [[], []];
    let done = false;
    const callers = [
      async () => {
        // One of the oldest seats, kept by every license but the last.
        while (!done) {
          known.push(await check('user0000001', 'im'));
          await pause(1);
        }
      },
      async () => {
        while (!done) {
          unseen += 1;
          first.push(await check(`new${unseen}`, 'mail'));
          await pause(5);
        }
      },
    ];
    loop.enable();
    const begin = performance.now();
    const running = callers.map((run) => run());
    if (name === 'no settling') await pause(3_000);
    else await access.settle();
    const took = performance.now() - begin;
    done = true;
    loop.disable();
    await Promise.all(running);
    console.log(`       ${name}: ${(took / 1000).toFixed(1)} s`);
    ratio(`  event loop, longest delay in ms`, loop.max / 1e6, { atMost: LONGEST_DELAY_MS });
    ratio(`  known seats, p99 in ms`, quantile(known, 0.99), { atMost: LONGEST_CHECK_MS });
    ratio(`  first accesses, p99 in ms`, quantile(first, 0.99), { atMost: LONGEST_HELD_MS });
  }
  await access.close();
  await store.close();
});
