/** The license: every command against a real control service and a real licensing server. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderId } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { openWorld, type World } from './world.testkit.ts';

const OTHER_COMPUTER = composeReferenceId({ os: 'another', board: 'another', disk: 'another' }, nodeCrypto);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface License {
  information: Record<string, string>;
  development: boolean;
  modules: { id: string; seats: number; used: number; licensed: boolean }[];
  groups: { group: string; seats: number; used: number }[];
}
const license = async (): Promise<License> => (await world.json(['display', 'license'])) as License;

/** [exit code, code of the error] */
async function refusal(...argv: string[]): Promise<[number, string]> {
  const { code, stdout } = await world.tool([...argv, '--json']);
  return [code, (JSON.parse(stdout) as { error: { code: string } }).error.code];
}

/** The vendor's offline page, for another computer than this one. */
async function licenseFor(order: string, referenceId: string): Promise<string> {
  const body = JSON.stringify({ orderId: order, referenceId });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${world.vendor.url}/v1/licenses`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}

test('before any license: the built-in evaluation, and nothing to export (3)', async () => {
  const { information, development } = await license();
  expect(information).toMatchObject({ status: 'Evaluation', phase: 'evaluation', orderId: '' });
  expect(development).toBe(true);
  expect(await refusal('export', 'license', join(world.folder, 'none.xml'))).toEqual([3, 'NO_LICENSE']);
});

test('LICENSING 4: refused orders, each with its own code and exit code 5', async () => {
  const waiting = world.order('communication=5', { authorized: false });
  const misspelled = `${waiting.slice(0, -1)}${waiting.endsWith('2') ? '3' : '2'}`;
  expect(await refusal('activate', 'license', '--order', misspelled)).toEqual([5, 'ORDER_ID_MISSPELLED']);
  expect(await refusal('activate', 'license', '--order', orderId(77))).toEqual([5, 'ORDER_UNKNOWN']);
  expect(await refusal('activate', 'license', '--order', waiting)).toEqual([5, 'ORDER_NOT_AUTHORIZED']);
  expect((await license()).information.orderId).toBe('');
});

test('online: says what changes, applies it, shows it', async () => {
  const order = world.order('communication=5,im=25');
  const run = await world.tool(['activate', 'license', '--order', order.toLowerCase().replaceAll('-', ' ')]);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toMatch(/It changes \(! marks what it takes away\):\n(.*\n)*.*status: Evaluation -> OK\n/);
  expect(run.stdout).toContain(`activated order ${order}: OK\n`);
  const { information, modules } = await license();
  expect(information).toMatchObject({ status: 'OK', phase: 'ok', type: 'full', orderId: order, name: 'Ada Example' });
  expect(modules.find((m) => m.id === 'im')).toMatchObject({ seats: 25, licensed: true });
  expect((await world.tool(['display', 'system', 'C_LicenseStatus'])).stdout).toBe('C_LicenseStatus: OK\n');
});

test('INTERFACES 2: display license --json has the shape that scripts rely on', async () => {
  const view = await license();
  const facts = ['name', 'company', 'email', 'address', 'referenceId', 'orderId', 'previousOrderId', 'status'];
  expect(Object.keys(view.information)).toEqual([...facts, 'phase', 'type', 'structure']);
  const row = { seats: 25, used: 0, renewalDays: expect.any(Number), exceeded: false, recommended: [] };
  const im = { id: 'im', name: 'Instant Messaging', category: 'Server', group: 'Collaboration', assigned: 0, trial: 0 };
  expect(view.modules.find((m) => m.id === 'im')).toMatchObject({ ...row, ...im });
  expect(view.groups.find((g) => g.group === 'Communication')).toMatchObject({ ...row, category: 'Server', seats: 5 });
  expect(view.modules.find((m) => m.id === 'antispam')).toMatchObject({ seats: 0, renewalDays: null });
  expect([view.modules.length, view.groups.length]).toEqual([19, 5]);
});

test('display license for people: header, sentence, development keys, a table of modules', async () => {
  const { stdout } = await world.tool(['display', 'license']);
  expect(stdout).toMatch(/^DEVELOPMENT KEYS/);
  expect(stdout).toMatch(/^Company: +Example & Sons$/m);
  expect(stdout).toMatch(/^Status: +OK$/m);
  expect(stdout).toMatch(
    /^Module +Name +Category +Seats +Used +Assigned +Trial +Renewal days +Exceeded +Recommended$/m,
  );
  expect(stdout).toMatch(/^im +Instant Messaging +Server \/ Collaboration +25 +0 +0 +0 +\d+$/m);
  expect(stdout).toMatch(/^Not licensed:\n(.*\n)*antispam /m);
});

test('export, then the file again: shown without a service, dry run, applied', async () => {
  const file = join(world.folder, 'exported.xml');
  expect((await world.tool(['export', 'license', file])).code).toBe(0);
  const printed = await world.tool(['export', 'license', '-']);
  expect(printed.stdout).toBe(await readFile(file, 'utf8'));
  const shown = (await world.json(['show', 'license', file])) as { valid: boolean; license: { order: { id: string } } };
  expect(shown).toMatchObject({ valid: true, development: true });
  const piped = await world.tool(['show', 'license', '-', '--json'], { stdin: printed.stdout });
  expect([piped.code, JSON.parse(piped.stdout)]).toEqual([0, shown]);
  const endless = { stdin: Buffer.alloc(5_000_000, 32) };
  expect((await world.tool(['activate', 'license', '--file', '-'], endless)).stderr).toContain('larger than 64 KiB');
  expect(shown.license.order.id).toBe((await license()).information.orderId);
  const dry = await world.tool(['activate', 'license', '--file', file, '--dry-run']);
  expect([dry.code, dry.stdout]).toEqual([
    0,
    expect.stringMatching(/It changes nothing\.\n(.*\n)*dry run: nothing was changed\n$/),
  ]);
  expect((await world.tool(['activate', 'license', '--file', file])).code).toBe(0);
});

test('a dry run applies nothing, the same file without it does', async () => {
  const order = world.order('communication=50');
  const { referenceId = '' } = (await license()).information;
  const file = await world.file('new.xml', await licenseFor(order, referenceId));
  expect(await world.json(['activate', 'license', '--file', file, '--dry-run'])).toMatchObject({
    applied: false,
    pending: { orderId: order },
  });
  expect((await license()).information.orderId).not.toBe(order);
  expect(await world.json(['activate', 'license', '--file', file])).toMatchObject({
    applied: true,
    license: { information: { orderId: order } },
  });
});

test('LICENSING 2: files that are not valid here, by activate and by show alike', async () => {
  const other = await licenseFor(world.order('communication=5'), OTHER_COMPUTER);
  const valid = await readFile(join(world.folder, 'exported.xml'), 'utf8');
  const files: [string, Buffer | string][] = [
    ['LICENSE_MALFORMED', 'hello'],
    ['LICENSE_MALFORMED', Buffer.concat([Buffer.from(valid), Buffer.alloc(70_000, 32)])],
    ['LICENSE_MALFORMED', Buffer.from(valid.replace('Ada', '\u00c4da'), 'latin1')],
    ['LICENSE_SIGNATURE_INVALID', valid.replace('seats="25"', 'seats="99"')],
    ['LICENSE_UNKNOWN_KEY', valid.replace(/key="[^"]+"/, 'key="1999x"')],
    ['LICENSE_WRONG_MACHINE', other],
  ];
  const before = await license();
  for (const [code, content] of files) {
    const file = await world.file('bad.xml', content);
    expect(await refusal('activate', 'license', '--file', file)).toEqual([5, code]);
    expect(await refusal('show', 'license', file)).toEqual([5, code]);
  }
  expect(await license()).toEqual(before);
  expect(await refusal('activate', 'license', '--file', join(world.folder, 'missing.xml'))).toEqual([
    1,
    'FILE_UNREADABLE',
  ]);
});

test('an export into a folder that is not there is a failure (1) and leaves nothing', async () => {
  expect(await refusal('export', 'license', join(world.folder, 'no', 'such.xml'))).toEqual([1, 'FILE_UNWRITABLE']);
});

test('what others wrote and what counts: used seats of a group are its distinct accounts', async () => {
  await world.json(['create', 'domain', 'example.com']);
  await world.json(['create', 'account', 'alice@example.com', 'U_IM', '0']);
  await world.json(['create', 'account', 'bob@example.com', 'U_SMTP', '0', 'U_POP3IMAP', '0']);
  const { modules, groups } = await license();
  const used = Object.fromEntries(modules.map((m) => [m.id, m.used]));
  expect(used).toMatchObject({ mail: 1, im: 1, webclient: 2 });
  expect(groups.find((g) => g.group === 'Communication')).toMatchObject({ seats: 50, used: 2 });
});

/** What activating says when this is the licensing server's address. */
async function activationAt(url: string): Promise<[number, string]> {
  const elsewhere = await openWorld({ env: { SEATKEEPER_LICENSING_URL: url } });
  try {
    const { code, stdout } = await elsewhere.tool(['activate', 'license', '--order', orderId(3), '--json']);
    return [code, (JSON.parse(stdout) as { error: { code: string } }).error.code];
  } finally {
    await elsewhere.close();
  }
}

test('a licensing server that is something else, or cannot be reached, is exit code 1', async () => {
  const portal = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
  const heard = await activationAt(url).finally(() => new Promise((resolve) => portal.close(resolve)));
  expect(heard).toEqual([1, 'NOT_THE_LICENSING_SERVER']);
  expect(await activationAt(url)).toEqual([1, 'LICENSING_SERVER_UNREACHABLE']);
});

test('LICENSING 5: Emergency Mode refuses settings (5), never the license, an export or the disabling of an account', async () => {
  let now = Date.now();
  const expired = await openWorld({ clock: { now: () => now } });
  try {
    await expired.json(['create', 'domain', 'example.com']);
    await expired.json(['create', 'account', 'alice@example.com']);
    now += 31 * 24 * 3_600_000;
    const run = await expired.tool(['create', 'domain', 'example.org', '--json']);
    expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([5, 'EMERGENCY_MODE']);
    expect((await expired.tool(['modify', 'account', '*@*', 'U_IM', '0'])).code).toBe(5);
    expect((await expired.tool(['modify', 'account', '*@*', 'U_AccountDisabled', '1'])).code).toBe(0);
    expect((await expired.tool(['export', 'account', '*@*'])).stdout).toBe('alice@example.com,\n');
    expect(await expired.json(['display', 'license'])).toMatchObject({ information: { phase: 'emergency' } });
    await expired.json(['activate', 'license', '--order', expired.order('communication=5')]);
    expect((await expired.tool(['create', 'domain', 'example.org'])).code).toBe(0);
  } finally {
    await expired.close();
  }
});
