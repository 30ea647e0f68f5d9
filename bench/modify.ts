/**
 * `modify account "*@*" U_IM 0` of 1,000,000 accounts, counters and audit trail included, against a bare UPDATE of the
 * same rows through the same driver and file, in turn in one run; and what the service thread feels meanwhile: delay of
 * its event loop, access checks of known seats. Run: node bench/modify.ts
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { moduleOf } from '../src/core/seats/modules.ts';
import { createAccounts } from '../src/service/accounts/accounts.ts';
import { createAudit } from '../src/service/api/audit.ts';
import { LOCAL_ADMINISTRATOR } from '../src/service/api/context.ts';
import { createEventHub } from '../src/service/events.ts';
import { createJobs } from '../src/service/jobs/jobs.ts';
import { after } from '../src/service/schedule/timers.ts';
import { createAccess } from '../src/service/seats/access.ts';
import { checkpoint, openWorker } from '../src/service/store/sqlite/connection.ts';
import { filledStore, inFolder } from './lib/accounts.ts';
import { ratio, watchTurns } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const ROUNDS = 5;
const KNOWN = 1_000;
const CHECKS_A_TURN = 10;
const IM = moduleOf('im').mask;
const clock = { now: () => Date.now() };

async function open(folder: string) {
  const store = await filledStore(folder, ACCOUNTS);
  const events = createEventHub();
  const jobs = createJobs({ clock, events, after });
  const log = { info: () => {}, error: (...about: unknown[]) => console.error(...about) };
  const entitlement = { structure: 'category', items: [{ group: 'communication', seats: 'unlimited' }] } as const;
  const access = await createAccess({
    store,
    events,
    after,
    log,
    entitlement: () => entitlement,
    now: clock.now,
    clockTrusted: () => true,
    stopped: () => false,
  });
  const accounts = createAccounts({ store, clock, jobs, events });
  const audit = createAudit(store, clock);
  const raw = openWorker(join(folder, 'control.db'), false);
  const close = async (): Promise<void> => {
    raw.close();
    await jobs.close();
    await access.close();
    await store.close();
  };
  return { store, jobs, access, accounts, audit, raw, close };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** As the API does it: the trail's row, the job, the trail's end. */
async function modifyMs({ accounts, audit, jobs }: Opened, value: '0' | '1'): Promise<number> {
  const start = performance.now();
  const input = { mask: '*@*', variables: { U_IM: value } };
  const auditId = await audit.begin(LOCAL_ADMINISTRATOR, 'modify account', input);
  const id = accounts.startModify(input, auditId);
  const job = await jobs.get({ id, waitMs: 600_000 });
  if (job.state !== 'done' || !job.result || !('changed' in job.result)) throw new Error(job.state);
  await audit.end(auditId, 'ok', job.result.changed);
  const ms = performance.now() - start;
  if (job.result.changed < ACCOUNTS / 3) throw new Error(`${job.result.changed} accounts were modified`);
  return ms;
}

/** Leaves everything as it was, the counters too. */
function bareMs({ raw }: Opened): number {
  checkpoint(raw);
  const start = performance.now();
  const { changes } = raw.raw.prepare(`update account set flags = flags & ~${IM} where flags & ${IM} <> 0`).run();
  const ms = performance.now() - start;
  if (changes < ACCOUNTS) throw new Error(`${changes} rows were updated`);
  raw.raw.exec(`update account set flags = flags | ${IM}`);
  checkpoint(raw);
  return ms;
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? 0;
const p99 = (values: readonly number[]): number => sorted(values)[Math.floor(values.length * 0.99)] ?? 0;

async function knownAddresses({ store, access }: Opened): Promise<string[]> {
  const rows = await store.read
    .selectFrom('address')
    .innerJoin('account', 'account.id', 'address.id')
    .innerJoin('domain', 'domain.id', 'address.domain_id')
    .select(['address.local', 'domain.name'])
    .where('account.type', '=', 0)
    .where('account.disabled', '=', 0)
    .limit(KNOWN)
    .execute();
  const addresses = rows.map(({ local, name }) => `${local}@${name}`);
  await Promise.all(addresses.map((address) => access.check({ address, module: 'mail' })));
  return addresses;
}

/** Milliseconds of each check until the work has ended. */
async function checksDuring(
  { access }: Opened,
  addresses: readonly string[],
  work: Promise<unknown>,
): Promise<number[]> {
  const took: number[] = [];
  let ended = false;
  void work.finally(() => {
    ended = true;
  });
  for (let n = 0; !ended; n += 1) {
    const start = performance.now();
    const { allow } = await access.check({ address: addresses[n % addresses.length] ?? '', module: 'mail' });
    took.push(performance.now() - start);
    if (!allow) throw new Error('a known seat was refused');
    // As mail servers ask: not all the time.
    if (n % CHECKS_A_TURN === 0) await delay(1);
  }
  return took;
}

interface Felt {
  /** Longest delay of the event loop by the clock on the wall, and its longest turn by this thread's own time. */
  readonly loopMs: number;
  readonly turnMs: number;
  readonly checks: number[];
}

/** What this thread feels while every account is modified. */
async function felt(opened: Opened, addresses: readonly string[]): Promise<Felt> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  await modifyMs(opened, '1');
  loop.enable();
  await delay(100);
  loop.reset();
  const longestTurn = watchTurns();
  const work = modifyMs(opened, '0');
  const checks = await checksDuring(opened, addresses, work);
  loop.disable();
  await work;
  return { loopMs: loop.max / 1e6, turnMs: longestTurn(), checks };
}

/** Longest delay of the event loop while this thread has nothing to do: what others on the machine take. */
async function idleMs(): Promise<number> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  await delay(1_000);
  loop.disable();
  return loop.max / 1e6;
}

async function previewMs({ accounts }: Opened): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const start = performance.now();
    await accounts.previewModify({ mask: '*@*', variables: { U_GW: '0' } });
    times.push(performance.now() - start);
  }
  return median(times);
}

await inFolder(async (folder) => {
  const opened = await open(folder);
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let n = 0; n < ROUNDS; n++) {
    await modifyMs(opened, '1');
    bare.push(bareMs(opened));
    ours.push(await modifyMs(opened, '0'));
    console.log(`       bare UPDATE ${bare.at(-1)?.toFixed(0)} ms, modify ${ours.at(-1)?.toFixed(0)} ms`);
  }
  const { drift } = await opened.store.runTask('recount', {});
  if (drift.length > 0) throw new Error('the counters drifted');
  const addresses = await knownAddresses(opened);
  const preview = await previewMs(opened);
  const idle = await idleMs();
  const [loops, turns, checks]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < ROUNDS; n++) {
    const round = await felt(opened, addresses);
    loops.push(round.loopMs);
    turns.push(round.turnMs);
    for (const ms of round.checks) checks.push(ms);
  }
  await opened.close();
  ratio('modify against bare UPDATE', median(ours) / median(bare), { atMost: 2 });
  const tail = `of ${checks.length} checks the slowest ${Math.max(...sorted(checks).slice(-1)).toFixed(1)} ms`;
  const inMs = (values: readonly number[]): string => values.map((ms) => ms.toFixed(1)).join(', ');
  console.log(`       event loop ${inMs(loops)} ms (idle ${idle.toFixed(1)} ms, own turns ${inMs(turns)} ms); ${tail}`);
  ratio('preview in ms', preview, { atMost: 1_000 });
  ratio('longest delay of the event loop in ms', median(loops), { atMost: 25 });
  ratio('p99 of checks of known seats in ms', p99(checks), { atMost: 20 });
});
