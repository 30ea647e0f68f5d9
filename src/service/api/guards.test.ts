import { request as httpRequest } from 'node:http';
import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../../contract/contract.ts';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ProcedureMeta } from '../../contract/procedure.ts';
import type { Job } from '../../contract/schemas.ts';
import { openTestApi, type TestApi, TOKEN } from './api.testkit.ts';
import { LOCAL_ADMINISTRATOR } from './context.ts';

let t: TestApi;
beforeEach(async () => {
  t = await openTestApi();
});
afterEach(() => t.close());

const JSON_HEADERS = { 'content-type': 'application/json', 'x-csrf-token': 'orpc' };
const SIGNED_IN = { ...JSON_HEADERS, authorization: `Bearer ${TOKEN}` };

/** node:http sends what fetch would not: a Host of our choice. */
function send(path: string, headers: Record<string, string>, body = '{}', method = 'POST') {
  return new Promise<{ status: number; code: string }>((resolve, reject) => {
    const sent = httpRequest(`${t.url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const parsed = JSON.parse(text) as { code?: string; json?: { code?: string } };
        resolve({ status: response.statusCode ?? 0, code: parsed.json?.code ?? parsed.code ?? 'ok' });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const RPC = '/rpc/accounts/create';
const REST = '/api/accounts';
const BODY: Record<string, string> = {
  [RPC]: '{"json":{"address":"a@example.com"}}',
  [REST]: '{"address":"a@example.com"}',
};

test.each([RPC, REST])('%s: who has the token and proves to be no foreign page gets through', async (path) => {
  expect(await send(path, SIGNED_IN, BODY[path])).toEqual({ status: 200, code: 'ok' });
  expect(t.reached).toEqual(['accounts.create']);
});

const REFUSED: readonly [string, Record<string, string>, number, string][] = [
  ['no sign-in', JSON_HEADERS, 401, 'NOT_SIGNED_IN'],
  ['a wrong token', { ...JSON_HEADERS, authorization: `Bearer ${TOKEN}x` }, 401, 'NOT_SIGNED_IN'],
  ['another scheme', { ...JSON_HEADERS, authorization: `Basic ${TOKEN}` }, 401, 'NOT_SIGNED_IN'],
  ['no CSRF header', { ...SIGNED_IN, 'x-csrf-token': 'other' }, 403, 'REQUEST_FORGED'],
  ['a foreign origin', { ...SIGNED_IN, origin: 'https://evil.example' }, 403, 'REQUEST_FORGED'],
  ['an opaque origin', { ...SIGNED_IN, origin: 'null' }, 403, 'REQUEST_FORGED'],
  ['another port’s origin', { ...SIGNED_IN, origin: 'http://127.0.0.1:1' }, 403, 'REQUEST_FORGED'],
  ['a cross-site fetch', { ...SIGNED_IN, 'sec-fetch-site': 'cross-site' }, 403, 'REQUEST_FORGED'],
  ['a same-site fetch', { ...SIGNED_IN, 'sec-fetch-site': 'same-site' }, 403, 'REQUEST_FORGED'],
  ['a re-bound name', { ...SIGNED_IN, host: 'evil.example:32000' }, 403, 'REQUEST_FORGED'],
  ['a look-alike name', { ...SIGNED_IN, host: '127.0.0.1.evil.example' }, 403, 'REQUEST_FORGED'],
];
test.each(REFUSED.flatMap((row) => [[RPC, ...row] as const, [REST, ...row] as const]))(
  '%s refuses %s',
  async (path, _what, headers, status, code) => {
    expect(await send(path, headers, BODY[path])).toEqual({ status, code });
    expect(t.reached).toEqual([]);
  },
);

test.each(['127.0.0.1:1', 'localhost:8080', '[::1]:9'])('a tunnel that calls us %s is this machine', async (host) => {
  expect(await send(RPC, { ...SIGNED_IN, host, origin: `http://${host}` }, BODY[RPC])).toMatchObject({ code: 'ok' });
});

test.each([RPC, REST])('%s: a body over the limit is refused, whether it is announced or not', async (path) => {
  const large = `{"json":{"address":"${'a'.repeat(600 * 1024)}"}}`;
  const announced = { ...SIGNED_IN, 'content-length': String(large.length) };
  expect(await send(path, announced, large)).toEqual({ status: 413, code: 'BODY_TOO_LARGE' });
  expect(await send(path, { ...SIGNED_IN, 'transfer-encoding': 'chunked' }, large)).toMatchObject({ status: 413 });
  expect(t.reached).toEqual([]);
});

test('a body that is not JSON, and one that lacks a field, name what is wrong', async () => {
  expect(await send(RPC, SIGNED_IN, '{"json":')).toEqual({ status: 400, code: 'INPUT_INVALID' });
  const error = await t
    .client()
    .accounts.create({ address: '' })
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('address: it is empty') });
});

test('GET is refused by /rpc for what changes something, and unknown paths are told so', async () => {
  const query = `?data=${encodeURIComponent('{"json":{"address":"a@example.com"}}')}`;
  expect(await send(`${RPC}${query}`, SIGNED_IN, '', 'GET')).toMatchObject({ code: 'PATH_NOT_FOUND' });
  for (const path of ['/rpc/nothing', '/api/nothing', '/rpc', '/elsewhere']) {
    expect(await send(path, SIGNED_IN)).toEqual({ status: 404, code: 'PATH_NOT_FOUND' });
  }
});

test('an unexpected error travels without its stack or text, and the log has both under its reference', async () => {
  t.world.failure = new Error('the secret of /etc/shadow');
  const response = await fetch(`${t.url}${REST}`, { method: 'POST', headers: SIGNED_IN, body: BODY[REST] ?? '' });
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toMatch(/shadow|\.ts|at /);
  const { data } = JSON.parse(text) as { data: { correlationId: string } };
  expect(t.logged.join('')).toContain(data.correlationId);
  expect(t.logged.join('')).toContain('the secret of /etc/shadow');
  expect(t.audit).toMatchObject([{ action: 'create account', outcome: 'INTERNAL' }]);
});

test('an expected failure keeps its code, words, next step and parameters on both mounts', async () => {
  t.world.failure = new SeatkeeperError('ACCOUNT_EXISTS', { address: 'a@example.com' });
  const expected = {
    code: 'ACCOUNT_EXISTS',
    status: 409,
    message: 'a@example.com exists already.',
    data: { params: { address: 'a@example.com' }, next: expect.stringContaining('tool modify account') },
  };
  const rpc = t.client().accounts.create({ address: 'a@example.com' });
  await expect(rpc).rejects.toMatchObject({ ...expected, defined: true });
  const rest = await fetch(`${t.url}${REST}`, { method: 'POST', headers: SIGNED_IN, body: BODY[REST] ?? '' });
  expect(await rest.json()).toMatchObject(expected);
});

const procedures = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries(members).map(([name, procedure]) => {
    const { meta } = (procedure as { '~orpc': { meta: ProcedureMeta } })['~orpc'];
    return { path: `${group}.${name}`, group, name, meta };
  }),
);
/** One input that fits all procedures but those of the trail, whose ids are numbers; what one does not know it ignores. */
const INPUT = {
  name: 'example.com',
  values: {},
  orderId: '7K3Q-9XWD-4MHT',
  xml: '<x/>',
  pendingId: 'p1',
  page: 'order',
  mask: '*@*',
  address: 'a@example.com',
  from: 'a@example.com',
  to: 'b@example.com',
  variables: {},
  scope: 'im',
  id: 'job-1',
  module: 'im',
  log: 'system',
};

/** Calls without a wire, as `role`; answers ok or the code. */
async function outcomeOf({ group, name }: { group: string; name: string }, role?: 'viewer' | 'admin'): Promise<string> {
  const router = t.router as unknown as Record<string, Record<string, Parameters<typeof call>[0]>>;
  const procedure = router[group]?.[name];
  if (!procedure) throw new Error('no such procedure');
  const caller = role && { ...LOCAL_ADMINISTRATOR, role };
  const { uploadId } = await t.uploads.receive(null, 0, AbortSignal.timeout(1_000));
  const input = { ...INPUT, uploadId, ...(group === 'audit' ? { id: 1 } : {}) };
  return call(procedure, input, { context: { caller } }).then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

test.each(procedures)('$path: its role decides who may call it', async (procedure) => {
  const { role } = procedure.meta;
  expect(await outcomeOf(procedure)).toBe(role === 'public' ? 'ok' : 'NOT_SIGNED_IN');
  expect(await outcomeOf(procedure, 'viewer')).toBe(role === 'admin' ? 'NOT_ALLOWED' : 'ok');
  expect(await outcomeOf(procedure, 'admin')).toBe('ok');
});

test('LICENSING 5: what Emergency Mode freezes, by name; everything else is always allowed', () => {
  expect(procedures.filter(({ meta }) => meta.frozen).map(({ path }) => path)).toEqual([
    'system.setVariables',
    'backups.startRestore',
    'accounts.create',
    'accounts.rename',
    'accounts.startModify',
    'accounts.startDelete',
    'accounts.startImport',
    'domains.create',
    'domains.startModify',
    'domains.startDelete',
    'audit.startUndo',
  ]);
});

test.each(procedures)(
  'LICENSING 5: $path is refused in Emergency Mode only if it changes settings',
  async (procedure) => {
    for (const phase of ['emergency', 'stopped'] as const) {
      t.world.phase = phase;
      expect(await outcomeOf(procedure, 'admin')).toBe(procedure.meta.frozen ? 'EMERGENCY_MODE' : 'ok');
    }
    for (const phase of ['ok', 'evaluation', 'revalidating', 'mismatch'] as const) {
      t.world.phase = phase;
      expect(await outcomeOf(procedure, 'admin')).toBe('ok');
    }
  },
);

test('LICENSING 5: disabling accounts stays possible in Emergency Mode, alone and in that direction', async () => {
  t.world.phase = 'emergency';
  const modify = (variables: Record<string, string>) => t.client().accounts.startModify({ mask: '*@*', variables });
  await expect(modify({ u_accountdisabled: '1' })).resolves.toMatchObject({ jobId: 'job-1' });
  for (const variables of [{ U_AccountDisabled: '0' }, { U_AccountDisabled: '1', U_IM: '0' }, {}]) {
    await expect(modify(variables)).rejects.toMatchObject({ code: 'EMERGENCY_MODE' });
  }
});

test('LICENSING 5: so does the way to the licensing server, by its own procedure and as variables, alone', async () => {
  t.world.phase = 'emergency';
  const set = (values: Record<string, string>) => t.client().system.setVariables({ values });
  await expect(set({ c_licensingserver: 'https://x.example', C_LicensingProxy: '' })).resolves.toEqual({ changed: 2 });
  await expect(t.client().license.setConnection({ proxy: 'direct' })).resolves.toMatchObject({ proxy: '' });
  for (const values of [{ C_LicensingServer: '', C_TimeZone: 'UTC' }, { C_Notice_SMTP: '' }, {}]) {
    await expect(set(values)).rejects.toMatchObject({ code: 'EMERGENCY_MODE' });
  }
});

test('the audit trail has who, from where, what, without secrets, and how it ended', async () => {
  await t.client().system.setVariables({ values: { C_TimeZone: 'UTC' } });
  await t.client({ authorization: `Bearer ${TOKEN}`, 'x-seatkeeper-client': 'console' }).license.export();
  await t.client().accounts.list({ mask: '*@*' });
  await fetch(`${t.url}${REST}`, { method: 'POST', headers: SIGNED_IN, body: BODY[REST] ?? '' });
  t.world.phase = 'emergency';
  await t
    .client()
    .domains.create({ name: 'example.com' })
    .catch(() => {});
  expect(t.audit).toMatchObject([
    { who: 'local', client: 'tool', action: 'modify system', outcome: 'ok', changed: 2 },
    { who: 'local', client: 'console', action: 'export license', outcome: 'ok' },
    { who: 'local', client: 'api', action: 'create account', outcome: 'ok' },
    { who: 'local', client: 'tool', action: 'create domain', outcome: 'EMERGENCY_MODE' },
  ]);
});

const IMPORTED = {
  format: 'csv' as const,
  dryRun: false,
  lines: 9,
  created: 4,
  updated: 3,
  unchanged: 1,
  aliases: 0,
  domainsCreated: 1,
  skipped: 1,
  skippedLines: [],
};
const ENDS: readonly [string, Partial<Job>, { outcome: string; changed: number | null }][] = [
  ['an import', { state: 'done', result: IMPORTED }, { outcome: 'ok', changed: 7 }],
  ['a dry run', { state: 'done', result: { ...IMPORTED, dryRun: true } }, { outcome: 'ok', changed: 0 }],
  ['a change', { state: 'done', result: { changed: 5 } }, { outcome: 'ok', changed: 5 }],
  ['a cancelled job', { state: 'cancelled' }, { outcome: 'CANCELLED', changed: null }],
  [
    'a failed job',
    { state: 'failed', error: { code: 'IMPORT_UNREADABLE', message: '', next: '' } },
    { outcome: 'IMPORT_UNREADABLE', changed: null },
  ],
];
test.each(ENDS)('%s stays begun in the audit trail until it has ended', async (_what, end, expected) => {
  const running = t.world.job;
  t.world.job = { ...running, ...end };
  await t.client().accounts.startModify({ mask: '*@*', variables: { U_IM: '0' } });
  expect(t.audit).toMatchObject([expected]);
  t.world.job = running;
  await t.client().accounts.startModify({ mask: '*@*', variables: { U_IM: '0' } });
  expect(t.audit[1]).toMatchObject({ outcome: 'begun', changed: null });
});
