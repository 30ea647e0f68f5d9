import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOrderId } from '../core/license/order-id.ts';
import { dataFolderOf } from './data-folder.ts';
import { runVendor } from './main.ts';
import { startTestSmtp, type TestSmtp } from './smtp.testkit.ts';
import { emptyFolder, testClock } from './vendor.testkit.ts';

let folder: string;
let smtp: TestSmtp | undefined;
const clock = testClock();

beforeEach(() => {
  folder = join(emptyFolder(), 'data');
});
afterEach(async () => {
  await smtp?.close();
  smtp = undefined;
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

async function vendor(...argv: string[]) {
  let [stdout, stderr] = ['', ''];
  const code = await runVendor(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    env: { SEATKEEPER_VENDOR_DATA: folder },
    clock,
    stop: AbortSignal.abort(),
  });
  return { code, stdout, stderr, lines: stdout.trimEnd().split('\n') };
}

const CREATE = [
  ...['order', 'create', '--name', 'Ada', '--company', 'Example', '--email', 'ada@example.com'],
  ...['--address', '1 Main St', '--items', 'communication=250,im=25', '--renewal', '2027-11-21'],
];
const create = async (...more: string[]): Promise<string> => (await vendor(...CREATE, ...more)).lines.at(-1) ?? '';

describe('init and keys', () => {
  it('makes the folder and a key for their owner alone, and prints what trusted_keys takes', async () => {
    const { code, stdout } = await vendor('init');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^key 2026a:[A-Za-z0-9+/]{43}= active\n$/);
    expect((await vendor('key', 'list')).stdout).toBe(stdout);
    expect((await vendor('init')).stdout).toBe(stdout);
    const mode = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
    expect([mode('.'), mode('keys'), mode('keys/2026a.key'), mode('vendor.db')]).toEqual(['700', '700', '600', '600']);
  });

  it('rotates, retires and compromises; the last active key is not retired', async () => {
    await vendor('init');
    expect((await vendor('key', 'retire', '2026a')).code).toBe(2);
    const rotated = await vendor('key', 'rotate');
    expect(rotated.lines.map((l) => l.replace(/:\S+/, ''))).toEqual(['key 2026a active', 'key 2026b active']);
    expect((await vendor('key', 'retire', '2026a')).stdout).toMatch(/ retired 2026-11-21T10:00:00Z\n$/);
    const compromised = await vendor('key', 'compromise', '2026b');
    expect([compromised.stdout.trim().endsWith(' compromised'), compromised.stderr]).toEqual([
      true,
      expect.stringContaining('No active key is left'),
    ]);
    expect((await vendor('key', 'retire', '2026b')).code).toBe(2);
    expect((await vendor('key', 'retire', '1999a')).code).toBe(3);
  });

  it('leaves the rights of a folder alone that holds other things', async () => {
    mkdirSync(folder, { mode: 0o755 });
    writeFileSync(join(folder, 'notes.txt'), '');
    await vendor('init');
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
  });
});

describe('order …', () => {
  beforeEach(() => vendor('init'));

  it('create prints the Order ID alone on the last line', async () => {
    const { code, lines } = await vendor(...CREATE);
    expect(code).toBe(0);
    expect(parseOrderId(lines.at(-1) ?? '')).toBe(lines.at(-1));
  });

  it('takes every option of INTERFACES 3', async () => {
    const previous = await create();
    const more = ['--type', 'trial', '--grace-days', '2', '--every-days', '365', '--previous', previous];
    const id = await create(...more, '--overuse', 'im=community', '--trial-days', 'im=30', '--outgoing-allowance', '9');
    const shown = JSON.parse((await vendor('order', 'show', id, '--json')).stdout);
    expect(shown).toMatchObject({
      previousOrderId: previous,
      type: 'trial',
      expires: '2027-11-22T00:00:00Z',
      revalidation: { everyDays: 365, graceDays: 2 },
      state: 'waiting',
    });
    expect((await create('--structure', 'module', '--items', 'mail=5,desktop=3')).length).toBe(14);
  });

  it('goes from waiting to authorized to blocked and back; show tells its history', async () => {
    const id = await create();
    const state = async () => JSON.parse((await vendor('order', 'show', id, '--json')).stdout).state;
    expect(await state()).toBe('waiting');
    expect((await vendor('order', 'authorize', id.toLowerCase())).stdout).toBe(`${id} authorized\n`);
    expect(await state()).toBe('authorized');
    await vendor('order', 'block', id, '--reason', 'chargeback');
    expect(await state()).toBe('blocked');
    expect((await vendor('order', 'authorize', id)).code).toBe(5);
    await vendor('order', 'unblock', id);
    await vendor('order', 'grant', id);
    const { stdout } = await vendor('order', 'show', id);
    expect(stdout).toContain('activations  0 of 4');
    expect(stdout.match(/history .*/g)?.map((l) => l.split(' ').slice(-1)[0])).toHaveLength(5);
    expect((await vendor('order', 'list')).stdout).toBe(`${id}  authorized  0/4  ada@example.com\n`);
  });

  it('flag and unflag are for operators: shown in show and list, refusing nothing', async () => {
    const id = await create();
    expect((await vendor('order', 'flag', id, '--reason', 'called twice')).stdout).toBe(`${id} flagged\n`);
    await vendor('order', 'flag', id, '--reason', 'called twice');
    await vendor('order', 'flag', id);
    const shown = await vendor('order', 'show', id);
    expect(shown.stdout).toContain('flagged      2026-11-21T10:00:00Z called twice; by hand');
    expect((await vendor('order', 'list')).stdout).toMatch(/ada@example\.com {2}flagged\n$/);
    expect((await vendor('order', 'authorize', id)).code).toBe(0);
    await vendor('order', 'unflag', id);
    const { flaggedAt, flagReason, history } = JSON.parse((await vendor('order', 'show', id, '--json')).stdout);
    expect([flaggedAt, flagReason]).toEqual([null, '']);
    expect(history.map((h: { event: string }) => h.event)).toEqual([
      ...['created', 'flagged', 'flagged', 'authorized', 'unflagged'],
    ]);
    const twoLines = await vendor('order', 'flag', id, '--reason', 'a\nb');
    expect([twoLines.code, twoLines.stderr.includes('    at ')]).toEqual([2, false]);
  });

  it('an order is extended by one other only; a blocked one makes room', async () => {
    const first = await create();
    const second = await create('--previous', first);
    const third = await vendor(...CREATE, '--previous', first);
    expect([third.code, third.stderr]).toEqual([2, expect.stringContaining(second)]);
    await vendor('order', 'block', second);
    const fourth = await create('--previous', first);
    expect(parseOrderId(fourth)).toBe(fourth);
    const back = await vendor('order', 'unblock', second);
    expect([back.code, back.stderr]).toEqual([2, expect.stringContaining(fourth)]);
  });

  const BAD: readonly [what: string, changes: string[], code: number][] = [
    ['no seats', ['--items', 'communication=0'], 2],
    ['an unknown item', ['--items', 'communication=5,nonsense=5'], 2],
    ['an item twice', ['--items', 'communication=5,communication=6'], 2],
    ['a group twice under two names', ['--items', 'communication=5,group:communication=6'], 2],
    ['no mail', ['--items', 'im=5'], 2],
    ['mail on trial', ['--trial-days', 'communication=30'], 2],
    ['a group by module', ['--structure', 'module', '--items', 'mail=5,group:security=5'], 2],
    ['a day that is none', ['--renewal', '2027-02-30'], 2],
    ['grace of 8 days', ['--grace-days', '8'], 2],
    ['re-validation every day', ['--every-days', '1'], 2],
    ['days that are no number', ['--every-days', 'many'], 2],
    ['an address that is none', ['--email', 'nobody'], 2],
    ['a name of two lines', ['--name', 'a\nb'], 2],
    ['no name', ['--name', ' '], 2],
    ['a misspelled previous order', ['--previous', 'ABC'], 5],
    ['an unknown previous order', ['--previous', '0000-0000-0000'], 5],
    ['an unknown regime', ['--overuse', 'free'], 2],
    ['an unknown option', ['--nonsense'], 2],
  ];
  it.each(BAD)('refuses %s and makes no order', async (_what, changes, code) => {
    const result = await vendor(...CREATE, ...changes);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).not.toContain('    at ');
    expect((await vendor('order', 'list')).stdout).toBe('');
  });

  it('errors are one JSON document with --json', async () => {
    const { code, stdout } = await vendor('order', 'show', '0000-0000-0000', '--json');
    expect([code, JSON.parse(stdout).error.code]).toEqual([5, 'ORDER_UNKNOWN']);
  });
});

describe('mail to the holder', () => {
  beforeEach(async () => {
    smtp = await startTestSmtp();
    await vendor('init');
  });

  it('authorize sends it once', async () => {
    const id = await create();
    const options = ['--smtp', smtp?.url ?? '', '--public-url', 'https://licensing.example.com/'];
    await vendor('order', 'authorize', id, ...options);
    await vendor('order', 'authorize', id, ...options);
    expect(smtp?.messages).toHaveLength(1);
    const mail = smtp?.messages[0]?.replaceAll('=\n', '').replaceAll('=3D', '=');
    expect(mail).toContain('To: ada@example.com');
    expect(mail).toContain(`https://licensing.example.com/activation?order=${id}`);
  });

  it('what is refused stays in the outbox and is sent later', async () => {
    const id = await create();
    if (smtp) smtp.refusing = true;
    const refused = await vendor('order', 'authorize', id, '--smtp', smtp?.url ?? '');
    expect([refused.code, refused.stderr]).toEqual([0, expect.stringContaining('stays in the outbox')]);
    expect((await vendor('order', 'show', id)).stdout).toMatch(/mail +authorized:.* waits: .*451/);
    if (smtp) smtp.refusing = false;
    clock.advance(60_000);
    await vendor('order', 'authorize', id, '--smtp', smtp?.url ?? '');
    expect(smtp?.messages).toHaveLength(1);
  });

  it('without a mail server nothing waits for one', async () => {
    const id = await create();
    await vendor('order', 'authorize', id);
    await vendor('order', 'authorize', id, '--smtp', smtp?.url ?? '');
    expect(smtp?.messages).toEqual([]);
  });

  it('an address that is no mail server is told', async () => {
    const id = await create();
    const { code, stderr } = await vendor('order', 'authorize', id, '--smtp', 'localhost:25');
    expect([code, stderr]).toEqual([2, expect.stringContaining('smtp://')]);
  });
});

describe('the data folder', () => {
  it('is needed: nothing is made by looking', async () => {
    const { code, stderr } = await vendor('order', 'list');
    expect([code, stderr]).toEqual([1, expect.stringContaining('vendor init')]);
    expect(existsSync(folder)).toBe(false);
  });

  it('of a newer version is refused and left alone', async () => {
    await vendor('init');
    const db = new Database(join(folder, 'vendor.db'));
    db.pragma('user_version = 99');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(join(folder, 'vendor.db'));
    const { code, stderr } = await vendor('order', 'list');
    expect([code, stderr]).toEqual([1, expect.stringContaining('schema 99')]);
    expect(readFileSync(join(folder, 'vendor.db')).equals(before)).toBe(true);
  });

  it('with a damaged database is told', async () => {
    await vendor('init');
    for (const end of ['-wal', '-shm']) rmSync(join(folder, `vendor.db${end}`), { force: true });
    writeFileSync(join(folder, 'vendor.db'), 'not a database '.repeat(1000));
    expect((await vendor('order', 'list')).stderr).toContain('is damaged');
  });

  it('a file in its place is told', async () => {
    writeFileSync(folder, '');
    expect(await vendor('init')).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') });
  });

  it.each([
    ['linux', false, { XDG_DATA_HOME: '/x' }, '/x/seatkeeper-vendor'],
    ['linux', true, { XDG_DATA_HOME: '/x' }, '/var/lib/seatkeeper-vendor'],
    ['win32', false, { LOCALAPPDATA: '/l' }, '/l/seatkeeper-vendor'],
    ['linux', true, { SEATKEEPER_VENDOR_DATA: '/named' }, '/named'],
  ] as const)('on %s (root: %s) it is where it belongs', (platform, root, env, expected) => {
    expect(dataFolderOf(undefined, env, platform, root)).toBe(expected);
  });
});

it('misuse is exit 2, help is exit 0', async () => {
  expect((await vendor('nonsense')).code).toBe(2);
  expect((await vendor()).code).toBe(2);
  const help = await vendor('--help');
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('order')]);
});

it('serve prints where it listens, and ends cleanly when stopped', async () => {
  await vendor('init');
  const { code, stdout } = await vendor('serve', '--port', ':0');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^listening http:\/\/127\.0\.0\.1:\d+\n$/)]);
});

it.each([
  ['--port', 'x'],
  ['--port', '65536'],
  ['--host', '192.0.2.1'],
  ['--public-url', 'example.com'],
  ['--trust-proxy', '10.0.0.0/33'],
  ['--smtp', 'nonsense'],
])('serve %s %s is told, not thrown', async (option, value) => {
  await vendor('init');
  const { code, stdout, stderr } = await vendor('serve', '--port', '0', option, value);
  expect({ code, stdout, trace: stderr.includes('    at ') }).toEqual({ code: 2, stdout: '', trace: false });
});
