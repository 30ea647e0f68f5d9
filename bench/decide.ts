/**
 * Access checks through the store: known seats a second of one core, and durable first accesses against the disk's
 * fdatasync of the same run. Run: node bench/decide.ts
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createEventHub } from '../src/service/events.ts';
import { after } from '../src/service/schedule/timers.ts';
import { createAccess } from '../src/service/seats/access.ts';
import { inFolder, openIn } from './lib/accounts.ts';
import { measureByClock, ratio, show } from './lib/measure.ts';

const KNOWN = 2_000;
const CHECKS = 20_000;
const ROUNDS = 5;
const FIRST_MS = 1_500;
const ROW_BYTES = 4096;

const NOW = Date.parse('2026-11-21T10:00:00Z');

async function open(folder: string) {
  const store = await openIn(folder);
  await store.write((trx) =>
    trx.insertInto('domain').values({ name: 'a.example', flags: 0xfffff, created_at: 0, present: 1 }).execute(),
  );
  const entitlement = { structure: 'category', items: [{ group: 'collaboration', seats: 'unlimited' }] } as const;
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
  const check = (n: number) => access.check({ address: `user${n}@a.example`, module: 'im' });
  return { store, access, check };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** Checks a second of this thread's processor time. */
async function knownRate({ check }: Opened): Promise<number> {
  const begin = process.threadCpuUsage();
  for (let n = 0; n < CHECKS; n++) await check((n * 7919) % KNOWN);
  const { user, system } = process.threadCpuUsage(begin);
  return (CHECKS * 1e6) / (user + system);
}

let unknown = 1_000_000;

/** First accesses a second by the clock on the wall, by `callers` that each wait for their answer. */
async function firstRate({ check }: Opened, callers: number): Promise<number> {
  const begin = performance.now();
  let done = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - begin < FIRST_MS) {
      unknown += 1;
      const { recorded } = await check(unknown);
      if (recorded) done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (done * 1000) / (performance.now() - begin);
}

function fdatasyncRate(folder: string): number {
  const file = openSync(join(folder, 'probe'), 'w');
  const row = Buffer.alloc(ROW_BYTES, 1);
  const rate = measureByClock(
    'write and fdatasync',
    () => {
      writeSync(file, row);
      fdatasyncSync(file);
    },
    FIRST_MS / 2,
  );
  closeSync(file);
  show(rate);
  return rate.perSecond;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

await inFolder(async (folder) => {
  const opened = await open(folder);
  await Promise.all(Array.from({ length: KNOWN }, (_, n) => opened.check(n)));
  await knownRate(opened);
  const known: number[] = [];
  for (let n = 0; n < ROUNDS; n++) known.push(await knownRate(opened));
  const [one, many]: [number[], number[]] = [[], []];
  for (let n = 0; n < ROUNDS; n++) {
    // The disk of a shared machine changes by the second: before and after.
    const before = fdatasyncRate(folder);
    const single = await firstRate(opened, 1);
    const group = await firstRate(opened, 64);
    const disk = (before + fdatasyncRate(folder)) / 2;
    show({ name: 'first accesses, one caller', perSecond: single });
    show({ name: 'first accesses, 64 callers', perSecond: group });
    one.push(single / disk);
    many.push(group / disk);
  }
  await opened.access.close();
  await opened.store.close();
  show({ name: 'known seats', perSecond: median(known) });
  ratio('known seats a second of one core', median(known), { atLeast: 20_000 });
  ratio('one caller against fdatasync', median(one), { atLeast: 0.5 });
  ratio('64 callers against fdatasync', median(many), { atLeast: 1.5 });
});
