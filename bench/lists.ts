/**
 * Lists and searches at 1,000,000 accounts, as their procedures answer them, against the limits that are named here.
 * Cold: the thread of lists keeps nothing of the accounts as they are. Run: node bench/lists.ts
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { DAY } from '../src/core/calendar.ts';
import { EVALUATION } from '../src/core/lifecycle/evaluation.ts';
import { moduleOf } from '../src/core/seats/modules.ts';
import { createAccounts, createDomains } from '../src/service/accounts/accounts.ts';
import { createDownloads } from '../src/service/downloads.ts';
import { createEventHub } from '../src/service/events.ts';
import { createJobs } from '../src/service/jobs/jobs.ts';
import { after } from '../src/service/schedule/timers.ts';
import { createSeats, type SeatListInput } from '../src/service/seats/seats.ts';
import type { Store } from '../src/service/store/store.ts';
import { filledStore, inFolder } from './lib/accounts.ts';
import { ratio, watchTurns } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const SEEN = 600_000;
const NOW = Date.parse('2026-11-21T10:00:00Z');
const WARM_RUNS = 5;
const COLD_RUNS = 3;

/** Accesses, seats and trials of many accounts, straight into the file. */
function giveSeats(file: string): void {
  const raw = new Database(file);
  const at = `${NOW} - (a.id * 7919 % 400) * ${DAY} - a.id * 977 % 86400000`;
  raw.exec(`begin;
    insert into access (address_id, module, first_access, last_access)
      select a.id, 'im', ${at} - a.id * 31 % ${30 * DAY}, ${at} from account a where a.id % 10 < ${SEEN / (ACCOUNTS / 10)};
    insert or replace into pool (key, mask, seats, assigned, trials) values ('group:collaboration', ${moduleOf('im').mask}, 400000, 0, 0);
    insert into seat (address_id, pool, assigned_at)
      select address_id, 'group:collaboration', first_access from access where address_id % 10 < 4;
    insert into seat_trial (address_id, pool, first_access, started_at, waiting)
      select address_id, 'group:collaboration', first_access, first_access, 1 from access where address_id % 10 >= 4;
    commit; analyze access;`);
  raw.close();
}

const partsOf = (store: Store, folder: string) => {
  const clock = { now: () => NOW };
  const events = createEventHub();
  const jobs = createJobs({ clock, events, after });
  const shared = { store, clock, jobs, events, downloads: createDownloads(folder) };
  return {
    ...shared,
    accounts: createAccounts(shared),
    domains: createDomains(shared),
    seats: createSeats({ ...shared, entitlement: () => EVALUATION, timeZone: () => 'UTC' }),
  };
};

/** Milliseconds of processor time that the service thread has had. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

await inFolder(async (folder) => {
  const store = await filledStore(folder, ACCOUNTS);
  giveSeats(store.file);
  const { accounts, domains, seats, jobs } = partsOf(store, folder);
  const rest = { cursor: null, offset: 0, limit: 200 };
  const found = (mask: string, search: string, more = {}) => accounts.list({ mask, search, ...rest, ...more });
  const list = (more: Partial<SeatListInput> = {}) =>
    seats.list({
      scope: 'im',
      scopeKind: 'module',
      counted: 'counted',
      search: '',
      sort: 'address',
      descending: false,
      ...rest,
      ...more,
    });

  const job = (id: string) => new Promise((resolve) => jobs.whenEnded(id, resolve));
  // An import is what makes everything cold again. The disk's time is not the lists'.
  const file = join(folder, 'one.csv');
  await writeFile(file, 'address\none@d1.example.com\n');
  const renew = () => job(accounts.startImport({ file, format: 'csv', dryRun: false }));
  let made = 0;
  let longest = { delay: 0, name: '' };
  const change = () => accounts.create({ address: `new${made++}@d1.example.com`, variables: {} });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const timed = async (name: string, work: () => Promise<unknown>): Promise<number> => {
    delay.reset();
    delay.enable();
    const start = performance.now();
    await work();
    const took = performance.now() - start;
    delay.disable();
    if (delay.max / 1e6 > longest.delay) longest = { delay: delay.max / 1e6, name };
    return took;
  };
  const cold = async (name: string, work: () => Promise<unknown>, atMost?: number) => {
    const times: number[] = [];
    for (let n = 0; n < COLD_RUNS; n++) {
      await renew();
      times.push(await timed(name, work));
    }
    ratio(`${name}, cold, in ms`, median(times), atMost === undefined ? undefined : { atMost });
  };
  const warm = async (name: string, work: (n: number) => Promise<unknown>, atMost?: number) => {
    await work(0);
    const times: number[] = [];
    for (let n = 1; n <= WARM_RUNS; n++) times.push(await timed(name, () => work(n)));
    ratio(`${name}, in ms`, median(times), atMost === undefined ? undefined : { atMost });
  };

  await cold('accounts, first page', () => found('*@*', ''), 200);
  await warm('accounts, first page', () => found('*@*', ''), 200);
  await warm('accounts, far page of everything', (n) => found('*@*', '', { offset: 900_000 + n }), 150);
  await cold('domains, first page', () => domains.list({ mask: '*', search: '', ...rest }), 200);
  await warm('domains, first page', () => domains.list({ mask: '*', search: '', ...rest }), 100);

  await cold('search, rare', () => found('*@*', '123456'));
  // Each time another text, so that no answer is there already.
  const searches = {
    rare: ['number 12345', '.54321', 'ber 99887', '.1.', '@d5.example.com1', '77777'],
    'in every tenth': ['number 1', 'number 2', 'number 3', 'number 4', 'number 5', 'number 6'],
    'in nearly all': ['user', 'number', 'example', '.com', 'user number', 'xampl'],
    'of one letter': ['e', 'u', 'r', 'q', 'z', '7'],
    'of a domain': ['@d12.', '@d13.', '@d14.', '@d15.', '@d16.', '@d17.'],
    none: ['nobody at all', '%', '__', 'émile', '"', '😀'],
  };
  for (const [name, texts] of Object.entries(searches)) {
    await warm(`search, ${name}`, (n) => found('*@*', texts[n] ?? ''), 100);
  }
  // Another text each time again; what was kept follows the change.
  const after = async (name: string, between: (n: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let n = 0; n < COLD_RUNS; n++) {
      await between(n);
      times.push(await timed(name, () => found('*@*', `number ${31 + n}`)));
    }
    ratio(`search after ${name}, in ms`, median(times), { atMost: 100 });
  };
  const modify = (n: number) => ({ mask: 'a*@d1.example.com', variables: { U_GW: String(n % 2) } });
  await after('an account is made', change);
  await after('services were changed', (n) => job(accounts.startModify(modify(n), null)));
  await after('an account was renamed', (n) =>
    job(accounts.startModify({ mask: `new${n}@d1.example.com`, variables: { U_Name: `Number ${n}` } }, null)),
  );
  await after('services of all were changed', (n) => job(accounts.startModify({ ...modify(n), mask: '*@*' }, null)));
  await after('an account went', (n) => job(accounts.startDelete({ mask: `new${n}@d1.example.com` }, null)));

  await warm('search, frequent, its last page', () => found('*@*', 'user', { offset: ACCOUNTS - 100 }), 100);

  const beside = async (name: string, long: () => Promise<unknown>) => {
    const work = long();
    ratio(`search beside ${name}, in ms`, await timed(name, () => found('*@*', 'number 78')), { atMost: 100 });
    await work;
  };
  await beside('policies and a preview of all', () =>
    Promise.all([accounts.policies({ mask: '*@*' }), accounts.previewModify({ ...modify(0), mask: '*@*' })]),
  );

  await cold('module list opens', () => list(), 200);
  await warm('module list opens', () => list(), 200);
  await cold('module list of those over the limit', () => list({ counted: 'all', over: true }));
  for (const sort of ['name', 'seat', 'first-access', 'last-access', 'trial-end'] as const) {
    await cold(`module list by ${sort}`, () => list({ sort }), 2_000);
    await warm(`module list by ${sort}, any page`, (n) => list({ sort, offset: n * 60_000 }), 200);
  }
  await cold('module list, unused for 90 days', () => list({ unusedDays: 90 }), 2_000);
  await warm('module list, last page', () => list({ sort: 'last-access', offset: 400_000 }), 200);

  const all = { scope: 'im', scopeKind: 'module', counted: 'all', search: '', descending: false } as const;
  const resident = () => process.memoryUsage.rss() / 2 ** 20;
  // Without a timer of a millisecond, which costs more than all else that this thread does meanwhile.
  const own = threadMs();
  const [before, start] = [resident(), performance.now()];
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, resident());
  }, 100);
  await job(seats.startExport({ ...all, sort: 'last-access' }));
  clearInterval(watch);
  ratio('export of all as CSV, in s', (performance.now() - start) / 1000);
  ratio('its memory at most, in MiB', most - before);
  ratio('processor time of the service thread meanwhile, in ms', threadMs() - own, { atMost: 100 });
  const longestTurn = watchTurns();
  await timed('another export', () => job(seats.startExport({ ...all, sort: 'address' })));

  // The delay counts whatever else the machine does; the thread's own time tells it apart.
  ratio('longest turn of the event loop meanwhile, in ms of processor time', longestTurn(), { atMost: 25 });
  ratio(`longest delay of the event loop of all (${longest.name}), in ms`, longest.delay, { atMost: 25 });
  ratio('resident memory with everything kept, in MiB', resident());
  await store.close();
});
