/** A real store on a real file, with accounts, domains, seats and jobs on top; everything goes away with `close`. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../contract/schemas.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { scopeMasks } from '../../core/seats/scopes.ts';
import { createAccounts, createDomains } from '../accounts/accounts.ts';
import { type AccountRule, accountRuleOf } from '../accounts/rule.ts';
import { createDownloads } from '../downloads.ts';
import { createEventHub } from '../events.ts';
import { createJobs } from '../jobs/jobs.ts';
import { createSeats } from '../seats/seats.ts';
import { openStore, type StoreOptions } from './open.ts';
import type { Store } from './store.ts';

export const NOW = Date.parse('2026-11-21T10:00:00Z');
/** There it is another day already. */
export const TIME_ZONE = 'Pacific/Kiritimati';
const clock = { now: () => NOW };

export const after = (ms: number, work: () => void): (() => void) => {
  const controller = new AbortController();
  delay(ms, undefined, { signal: controller.signal }).then(work, () => {});
  return () => controller.abort();
};

export async function testFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-'));
  return {
    folder,
    file: join(folder, 'control.db'),
    backups: join(folder, 'backups'),
    async put(name: string, content: string | Uint8Array): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
export type TestFolder = Awaited<ReturnType<typeof testFolder>>;

/** Everything that is stored, row by row, in the order of the keys. */
export async function contentOf(store: Store) {
  const { read } = store;
  return {
    domains: await read.selectFrom('domain').selectAll().orderBy('name').execute(),
    addresses: await read.selectFrom('address').selectAll().orderBy('id').execute(),
    accounts: await read.selectFrom('account').selectAll().orderBy('id').execute(),
    aliases: await read.selectFrom('alias').selectAll().orderBy('address').orderBy('target').execute(),
    counters: await read.selectFrom('seat_counter').selectAll().orderBy('mask').execute(),
  };
}

/** What a task of the worker is given for a mask. */
export const ruleOf = (mask: string): AccountRule => accountRuleOf({ mask }, NOW);

/** The same for the same content: quicker to compare than the rows. */
export const digestOf = async (store: Store): Promise<string> =>
  createHash('sha256')
    .update(JSON.stringify(await contentOf(store)))
    .digest('hex');

/** As if nothing had ever been: quicker than a new server. */
export const clear = (store: Store): Promise<void> =>
  store.write(async (trx) => {
    for (const table of [
      'account_before',
      'seat_trial',
      'seat',
      'access',
      'pool',
      'alias',
      'account',
      'address',
      'domain',
      'seat_counter',
    ] as const) {
      await trx.deleteFrom(table).execute();
    }
  });

export async function testServer(folder: TestFolder, options: Partial<StoreOptions> = {}) {
  const store = await openStore({ file: folder.file, backups: folder.backups, ...options });
  const events = createEventHub();
  const jobs = createJobs({ clock, events, after });
  const accounts = createAccounts({ store, clock, jobs, events });
  const domains = createDomains({ store, clock, jobs, events });
  const downloads = createDownloads(folder.folder);
  const seats = createSeats({
    store,
    clock,
    jobs,
    events,
    downloads,
    entitlement: () => EVALUATION,
    timeZone: () => TIME_ZONE,
  });
  const masks = scopeMasks(EVALUATION);
  const ended = (id: string): Promise<Job> => new Promise((resolve) => jobs.whenEnded(id, resolve));
  return {
    store,
    events,
    jobs,
    accounts,
    domains,
    seats,
    masks,
    ended,
    /** The last state of a job that must succeed. */
    async done(id: string): Promise<Job> {
      const job = await ended(id);
      if (job.state !== 'done') throw new Error(`${job.state}: ${job.error?.message}`);
      return job;
    },
    async close() {
      await jobs.close();
      downloads.close();
      await store.close();
    },
  };
}
export type TestServer = Awaited<ReturnType<typeof testServer>>;
