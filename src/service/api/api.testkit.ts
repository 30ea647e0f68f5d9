/** A whole API over real HTTP, with parts that answer from memory: what is tested is everything around them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Client, createClient } from '../../contract/client.ts';
import { sampleLicense, sampleStatus } from '../../contract/samples.testkit.ts';
import type { Job, LicenseView, ServiceEvent } from '../../contract/schemas.ts';
import type { Clock } from '../clock.ts';
import { createDownloads, type Downloads } from '../downloads.ts';
import { type Api, createApi } from './api.ts';
import { listen } from './listen.ts';
import { consoleAddress } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRouter, createRouter } from './router.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createUploads, type Uploads } from './uploads.ts';

export const TOKEN = 'local-token-of-the-test-0123456789abcdefghi';
export const VERSION = '1.2.3';

export interface AuditLine {
  readonly who: string;
  readonly client: string;
  readonly action: string;
  readonly input: unknown;
  outcome: string;
  changed: number | null;
}

export interface TestApi {
  readonly url: string;
  readonly folder: string;
  readonly api: Api;
  readonly router: ApiRouter;
  readonly sessions: Sessions;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly audit: AuditLine[];
  readonly logged: string[];
  /** Calls that reached a part, by name. */
  readonly reached: string[];
  readonly listeners: Set<(event: ServiceEvent) => void>;
  /** What the parts do; tests replace members. */
  readonly world: World;
  client(headers?: Record<string, string>): Client;
  close(): Promise<void>;
}

interface World {
  now: number;
  phase: LicenseView['information']['phase'];
  /** Thrown by every part while it is set. */
  failure: unknown;
  yields: boolean;
  job: Job;
}

export const jobOf = (changes: Partial<Job> = {}): Job => ({
  id: 'job-1',
  kind: 'import',
  state: 'running',
  done: 0,
  total: null,
  startedAt: '2026-11-21T10:00:00Z',
  finishedAt: null,
  result: null,
  error: null,
  ...changes,
});

const NOW = '2026-11-21T10:00:00Z';
const CLOCK = { trusted: NOW, system: NOW, suspect: null };
const RUN = { at: NOW, outcome: 'done' as const, exitCode: 0, detail: '', output: '', tookMs: 1 };
export async function openTestApi(options: { maxUpload?: number; rendererFolder?: string } = {}): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-api-'));
  const world: World = { now: 1_000_000, phase: 'ok', failure: undefined, yields: true, job: jobOf() };
  const clock: Clock = { now: () => world.now };
  const audit: AuditLine[] = [];
  const logged: string[] = [];
  const reached: string[] = [];
  const listeners = new Set<(event: ServiceEvent) => void>();
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const uploads = createUploads(folder, options.maxUpload ?? 1024 * 1024);
  const downloads = createDownloads(folder);
  const sessions = createSessions(clock);

  const answer = <T>(name: string, value: T): Promise<T> => {
    reached.push(name);
    return world.failure === undefined ? Promise.resolve(value) : Promise.reject(world.failure);
  };
  const start = (name: string): string => {
    reached.push(name);
    if (world.failure !== undefined) throw world.failure;
    return world.job.id;
  };
  const account = {
    address: 'a@example.com',
    name: '',
    type: 0,
    disabled: 0,
    flags: 1,
    domainFlags: 1,
    created: NOW,
    seen: false,
  };
  const nothing = { rows: [], next: null, total: 0 };
  const preview = { matched: 1, changes: 1, seats: [] };
  const pending = {
    pendingId: 'p1',
    source: 'file' as const,
    orderId: '7K3Q-9XWD-4MHT',
    holder: 'Ada',
    serial: 1,
    issued: '2026-11-21T10:00:00Z',
    changes: [],
    remarks: [],
  };
  const parts: ApiParts = {
    version: VERSION,
    host: 'console',
    demo: false,
    log,
    audit: {
      begin: (caller, action, input) => {
        audit.push({ who: caller.who, client: caller.client, action, input, outcome: 'begun', changed: null });
        return Promise.resolve(audit.length);
      },
      end: (id, outcome, changed) => {
        Object.assign(audit[id - 1] ?? {}, { outcome, changed });
        return Promise.resolve();
      },
    },
    events: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    uploads,
    license: {
      phase: () => world.phase,
      read: () => answer('license.read', sampleLicense()),
      requestOnline: () => answer('license.requestOnline', pending),
      checkFile: () => answer('license.checkFile', pending),
      apply: () => answer('license.apply', sampleLicense()),
      discard: () => answer('license.discard', { discarded: true }),
      export: () => answer('license.export', { fileName: 'license.xml', xml: '<x/>' }),
      manageUrl: () => answer('license.manageUrl', { url: 'https://licensing.example.com/' }),
      validate: () => answer('license.validate', sampleLicense()),
    },
    lifecycle: {
      forecast: async ({ days }) => {
        start('license.forecast');
        return { now: NOW, timeZone: 'UTC', days, events: [] };
      },
      confirmClock: () => answer('license.confirmClock', CLOCK),
      status: () => answer('service.status', sampleStatus()),
      run: (action) => answer(`service.${action}`, { ...RUN, action }),
    },
    connection: {
      set: () => answer('license.setConnection', { url: 'https://licensing.example.com', proxy: '' }),
      test: () =>
        answer('licensing.testConnection', { url: 'https://x.example', proxy: 'direct', ok: true, steps: [] }),
    },
    notices: {
      list: () => answer('notices.list', { rows: [], next: null }),
      status: () => answer('notices.status', { configured: true, waiting: 0, failed: 0, lastError: '', warning: null }),
      sendTest: () => answer('notices.sendTest', { recipients: [] }),
    },
    backups: {
      start: () => start('backups.start'),
      startCheck: () => start('backups.startCheck'),
      startRestore: () => start('backups.startRestore'),
      checkLicense: () => answer('backups.checkLicense', pending),
    },
    logs: { read: () => answer('logs.read', { rows: [], next: null }) },
    accounts: {
      list: () => answer('accounts.list', { rows: [account], next: null, total: 1 }),
      create: () => answer('accounts.create', account),
      rename: () => answer('accounts.rename', account),
      explain: () => answer('accounts.explain', { address: 'a@example.com', modules: [] }),
      summary: () => answer('accounts.summary', { accounts: 1, users: 1, domains: 1 }),
      policies: () => answer('accounts.policies', { accounts: 1, users: 1, disabled: 0, services: [] }),
      previewModify: () => answer('accounts.previewModify', preview),
      startModify: () => start('accounts.startModify'),
      startDelete: () => start('accounts.startDelete'),
      startImport: () => start('accounts.startImport'),
    },
    domains: {
      list: () => answer('domains.list', nothing),
      create: () => answer('domains.create', { name: 'example.com', flags: 1, accounts: 0 }),
      policies: () => answer('domains.policies', { domains: 1, accounts: 1, services: [] }),
      previewModify: () => answer('domains.previewModify', preview),
      startModify: () => start('domains.startModify'),
      startDelete: () => start('domains.startDelete'),
    },
    access: {
      check: () => answer('access.check', { allow: true, reason: 'seat' as const, trialEnds: null, recorded: true }),
      pools: () => answer('access.pools', []),
    },
    seats: {
      list: () => answer('seats.list', nothing),
      startExport: () => start('seats.startExport'),
      startRecount: () => start('seats.startRecount'),
    },
    usage: {
      history: () => answer('seats.history', []),
    },
    trail: {
      list: () => answer('audit.list', nothing),
      undoState: () => answer('audit.undoState', { state: 'none' as const, rows: 0, overwritten: 0 }),
      startUndo: () => start('audit.startUndo'),
      startExport: () => start('audit.startExport'),
    },
    settings: {
      variables: () => answer('system.variables', []),
      setVariables: () => answer('system.setVariables', { changed: 2 }),
    },
    jobs: {
      list: () => answer('jobs.list', [world.job]),
      get: () => answer('jobs.get', world.job),
      cancel: () => answer('jobs.cancel', world.job),
      whenEnded: (_id, ended) => {
        if (world.job.state !== 'running') ended(world.job);
      },
    },
    supportBundle: () => answer('system.supportBundle', { fileName: 's.json', content: '{}' }),
    consoleLink: () => consoleAddress(listener.url, sessions.mintLink()),
    yieldHost: () => world.yields,
  };
  const router = createRouter(parts);
  let api: Api | undefined;
  const listener = await listen({ host: '127.0.0.1', port: 0 }, async (request, loopback) => {
    if (!api) throw new Error('not yet open');
    return api.overHttp(request, loopback);
  });
  const auth = { localToken: TOKEN, sessions, cookieName: `seatkeeper-${listener.port}` };
  api = createApi({ router, uploads, downloads, auth, version: VERSION, rendererFolder: options.rendererFolder, log });
  return {
    url: listener.url,
    folder,
    api,
    router,
    sessions,
    uploads,
    downloads,
    audit,
    logged,
    reached,
    listeners,
    world,
    client: (headers = { authorization: `Bearer ${TOKEN}` }) =>
      createClient({ url: listener.url, headers: () => headers }),
    async close() {
      await listener.close(200);
      uploads.close();
      downloads.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
