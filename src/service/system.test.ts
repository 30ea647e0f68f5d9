/** Settings, support and the audit trail of a service on a real store. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, finishedJob } from '../contract/client.ts';
import { makeOrderId } from '../core/license/order-id.ts';
import { generateSigningKey } from '../platform/crypto.ts';
import { localClient } from './running.ts';
import { type RunningService, startService } from './start.ts';

const KEY = generateSigningKey();
const ENV = {
  SEATKEEPER_DEVELOPMENT: '1',
  SEATKEEPER_TRUSTED_KEYS: `2026a:${KEY.publicKey}`,
  SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:9',
  SEATKEEPER_SMTP: 'smtp://mailer:smtp-password-1@mail.invalid:25',
  SEATKEEPER_POSTMASTER: 'postmaster@example.com',
  SEATKEEPER_MACHINE: '{"os":"machine-id-of-the-test","install":"x1","board":"serial-of-the-board"}',
  SEATKEEPER_SERVICES_MAIL_STOP: '["/bin/stop","--password=hunter-2"]',
  SEATKEEPER_SERVICES_MAIL_START: '["/bin/start"]',
  SEATKEEPER_SERVICES_MAIL_STATUS: '["/bin/status"]',
};

let folder: string;
let service: RunningService;
let client: Client;
let token: string;

async function start(): Promise<void> {
  service = await startService({ dataFolder: folder, host: 'daemon', http: ':0', env: ENV, log: () => {} });
  token = readFileSync(join(folder, 'local.token'), 'utf8').trim();
  client = localClient(service.url, token);
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-system-'));
  await start();
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const read = async (name: string) => (await client.system.variables({ name })).map((v) => [v.name, v.value]);
function auditRows(): object[] {
  const db = new Database(join(folder, 'control.db'), { readonly: true });
  try {
    return db.prepare('SELECT who, client, action, detail, changed, outcome FROM audit ORDER BY id').all() as object[];
  } finally {
    db.close();
  }
}

test('INTERFACES 2: variables by name in any case, and all that are not on request', async () => {
  expect(await read('c_reference')).toEqual([['C_Reference', expect.stringMatching(/^SK1-/)]]);
  expect(Object.fromEntries(await read('*'))).toEqual({
    C_Reference: expect.stringMatching(/^SK1-/),
    C_LicenseStatus: 'Evaluation',
    C_System_Tools_ExcludeLicense: '1',
    Statistics_LicensedUsers: '0',
    C_TimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    C_LicensingServer: 'http://127.0.0.1:9',
    C_LicensingProxy: '',
    C_Notice_SMTP: 'smtp://mailer:***@mail.invalid:25',
    C_Notice_From: '',
    C_Notice_Postmaster: 'postmaster@example.com',
    C_Notice_Vendor: '',
    C_Notice_Also: '',
    C_System_Logging_DeleteOlder: '30',
  });
  expect(await read('C_License_XML')).toEqual([['C_License_XML', '']]);
  await expect(read('C_Nothing')).rejects.toMatchObject({
    code: 'VARIABLE_UNKNOWN',
    data: { params: { variable: 'C_Nothing', object: 'system' } },
  });
});

test('changes are all or none, count what is different now, and outlive a restart', async () => {
  const set = (values: Record<string, string>) => client.system.setVariables({ values });
  expect(await set({ c_system_tools_excludelicense: 'false', C_TIMEZONE: ' Asia/Tokyo ' })).toEqual({ changed: 2 });
  expect(await set({ C_System_Tools_ExcludeLicense: '0' })).toEqual({ changed: 0 });
  for (const [values, code] of [
    [{ C_TimeZone: 'UTC', C_Reference: 'x' }, 'VARIABLE_READ_ONLY'],
    [{ C_TimeZone: 'UTC', C_Nothing: 'x' }, 'VARIABLE_UNKNOWN'],
    [{ C_System_Tools_ExcludeLicense: '1', C_TimeZone: 'Mars/Olympus' }, 'VALUE_INVALID'],
    [{ C_TimeZone: 'UTC', c_timezone: 'Europe/Berlin' }, 'INPUT_INVALID'],
  ] as const) {
    await expect(set(values)).rejects.toMatchObject({ code });
  }
  await service.close();
  await start();
  expect(await read('C_TimeZone')).toEqual([['C_TimeZone', 'Asia/Tokyo']]);
  expect(await read('C_System_Tools_ExcludeLicense')).toEqual([['C_System_Tools_ExcludeLicense', '0']]);
  expect((await client.license.read()).sentence).toContain('Asia/Tokyo');
  expect(auditRows()[0]).toEqual({
    who: 'local',
    client: 'tool',
    action: 'modify system',
    detail: '{"values":{"c_system_tools_excludelicense":"false","C_TIMEZONE":" Asia/Tokyo "}}',
    changed: 2,
    outcome: 'ok',
  });
});

test('settings outrank seatkeeper.toml, an empty one is as configured, and a password is never shown or recorded', async () => {
  const set = (values: Record<string, string>) => client.system.setVariables({ values });
  const smtp = 'smtps://mailer:second-password-2@127.0.0.1:4465';
  const values = { c_notice_smtp: smtp, C_Notice_Also: 'Ops@Example.com; b@example.com,ops@example.com' };
  expect(await set(values)).toEqual({ changed: 2 });
  expect(await read('C_Notice_Also')).toEqual([['C_Notice_Also', 'ops@example.com, b@example.com']]);
  const [[, shown = ''] = []] = await read('C_Notice_SMTP');
  expect(shown).toBe('smtps://mailer:***@127.0.0.1:4465');
  // What a screen shows and sends back is no change.
  expect(await set({ C_Notice_SMTP: shown })).toEqual({ changed: 0 });
  for (const bad of [
    { C_Notice_SMTP: 'http://mailer:second-password-2@127.0.0.1' },
    { C_Notice_SMTP: 'smtp://127.0.0.1/?x=1' },
    { C_Notice_Postmaster: 'a@example.com, b@example.com' },
    { C_Notice_Postmaster: 'a@example.com\r\nBcc: c@example.com' },
    { C_Notice_Also: 'a@example.com, nonsense' },
    { C_LicensingServer: 'https://user:second-password-2@x.example' },
    { C_LicensingProxy: 'socks5://127.0.0.1:1' },
    { C_System_Logging_DeleteOlder: '-1' },
    { C_System_Logging_DeleteOlder: '1e3' },
  ]) {
    const refused = await set(bad as Record<string, string>).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'VALUE_INVALID' });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('second-password-2');
  }
  expect(JSON.stringify(auditRows())).not.toContain('second-password-2');
  expect((await client.system.supportBundle()).content).not.toContain('second-password-2');
  expect(await set({ C_Notice_SMTP: '' })).toEqual({ changed: 1 });
  expect(await read('C_Notice_SMTP')).toEqual([['C_Notice_SMTP', 'smtp://mailer:***@mail.invalid:25']]);
});

test('LICENSING 5: the way to the licensing server is set and used at once', async () => {
  const set = await client.license.setConnection({ url: 'http://127.0.0.1:10/', proxy: 'direct' });
  expect(set).toEqual({ url: 'http://127.0.0.1:10', proxy: 'direct' });
  await expect(client.license.requestOnline({ orderId: makeOrderId(new Uint8Array(16)) })).rejects.toMatchObject({
    code: 'LICENSING_SERVER_UNREACHABLE',
    data: { params: { port: '10' } },
  });
  expect((await client.license.manageUrl({ page: 'order' })).url).toMatch(/^http:\/\/127\.0\.0\.1:10\//);
  await expect(client.license.setConnection({ url: 'x', proxy: '' })).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  const proxy = 'http://me:proxy-password-3@127.0.0.1:11';
  expect((await client.license.setConnection({ url: '', proxy })).proxy).toBe('http://me:***@127.0.0.1:11');
  expect(await read('C_LicensingServer')).toEqual([['C_LicensingServer', 'http://127.0.0.1:9']]);
  const { steps, proxy: tested } = await client.licensing.testConnection({ proxy: 'http://me:***@127.0.0.1:11' });
  expect(tested).toBe('http://me:***@127.0.0.1:11');
  expect(steps.at(-1)).toMatchObject({ step: 'connect', ok: false, detail: 'the connection was refused' });
  expect(JSON.stringify(auditRows())).not.toContain('proxy-password-3');
});

test('notices and logs are there from the start', async () => {
  expect(await client.notices.status()).toMatchObject({ configured: true, warning: null });
  expect(await client.notices.list({})).toEqual({ rows: [], next: null });
  expect((await client.logs.read({ log: 'error' })).next).toBeNull();
  await expect(client.logs.read({ log: 'error', cursor: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('the audit trail says how a job ended, and has no row without its outcome', async () => {
  await client.accounts.create({ address: 'a@example.com' }).catch(() => {});
  await client.domains.create({ name: 'example.com' });
  for (const local of ['b', 'c']) await client.accounts.create({ address: `${local}@example.com` });
  const { jobId } = await client.accounts.startModify({ mask: '*@example.com', variables: { U_IM: '0' } });
  await finishedJob(client, jobId);
  // The row is finished in the background of the job's end; reading it takes the way of all writes.
  await client.system.setVariables({ values: {} });
  const rows = auditRows();
  expect(rows).toContainEqual(expect.objectContaining({ action: 'modify account', outcome: 'ok', changed: 2 }));
  expect(rows).toContainEqual(expect.objectContaining({ action: 'create account', outcome: 'DOMAIN_NOT_FOUND' }));
  expect(rows).not.toContainEqual(expect.objectContaining({ outcome: 'begun' }));
});

test('the support bundle has what support needs, and no secret', async () => {
  await fetch(`${service.url}/rpc/license/read`, { headers: { authorization: `Bearer ${token}x` } });
  await client.license.requestOnline({ orderId: '7K3Q-9XWD-4MHT' }).catch(() => {});
  const link = new URL((await client.system.consoleLink()).url).searchParams.get('token') ?? '';
  const signIn = await fetch(`${service.url}/console/?token=${link}`, { redirect: 'manual' });
  const session = signIn.headers.getSetCookie()[0]?.split(/[=;]/)[1] ?? '';
  expect(session).toHaveLength(43);

  const { fileName, content } = await client.system.supportBundle();
  expect(fileName).toMatch(/^seatkeeper-support-\d{4}-\d\d-\d\dT\d{6}Z\.json$/);
  const bundle = JSON.parse(content) as Record<string, unknown>;
  expect(bundle).toMatchObject({
    product: 'Seatkeeper',
    host: 'daemon',
    platform: { node: process.versions.node },
    license: { information: { phase: 'evaluation' } },
    machine: {
      referenceId: expect.stringMatching(/^SK1-/),
      components: { 'operating system': true, mainboard: true, 'network adapter': false },
    },
    accounts: { accounts: 0 },
    config: { licensing: { url: 'http://127.0.0.1:9', trustedKeys: ['2026a'] }, services: { mail: '/bin/stop' } },
  });
  for (const part of ['counters', 'log', 'audit', 'settings']) expect(bundle[part]).not.toHaveLength(0);
  const secrets = [token, link, session, KEY.publicKey, KEY.privateKey];
  const hidden = ['smtp-password-1', 'hunter-2', 'machine-id-of-the-test', 'serial-of-the-board'];
  for (const secret of [...secrets, ...hidden]) expect(content).not.toContain(secret);
});
