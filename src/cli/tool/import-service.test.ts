/** import accounts against a real control service, and the counts that follow from it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportResult } from '../../contract/schemas.ts';
import { openWorld, type World } from './world.testkit.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const imported = async (...argv: string[]): Promise<ImportResult> =>
  (await world.json(['import', 'accounts', ...argv])) as ImportResult;

test('CSV: a dry run changes nothing, the import counts, a second one changes nothing more', async () => {
  const file = await world.file(
    'accounts.csv',
    'address,name,type,U_IM\nalice@example.com,"Adams, Alice",0,1\nbob@example.com,Bob,0,0\nno address,X,0,1\nlist@example.org,All,1,1\n',
  );
  const counts = { format: 'csv', created: 3, updated: 0, skipped: 1, domainsCreated: 2 };
  expect(await imported(file, '--dry-run')).toMatchObject({ ...counts, dryRun: true });
  expect((await world.tool(['display', 'account', '*@*'])).code).toBe(3);
  const result = await imported(file);
  expect(result).toMatchObject({ ...counts, dryRun: false });
  expect(result.skippedLines).toMatchObject([{ line: 4, text: expect.stringContaining('no address') }]);
  expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  expect((await world.tool(['export', 'account', '*@*', 'U_Name', 'U_Type', 'U_IM'])).stdout).toBe(
    'alice@example.com,"Adams, Alice",0,1,\nbob@example.com,Bob,0,0,\nlist@example.org,All,1,1,\n',
  );
});

test('for people: counts as lines, each skipped line with its number and reason', async () => {
  const file = await world.file('more.csv', 'address\ncarol@example.com\n@example.com\n');
  const run = await world.tool(['import', 'accounts', file]);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toMatch(
    /^format: csv\nlines: \d+\ncreated: 1\nupdated: 0\nunchanged: 0\naliases: 0\ndomains created: 0\nskipped: 1\nline 3: .+: @example\.com\n$/,
  );
});

test('standard input, and the other formats', async () => {
  const ldif = 'dn: uid=dave,dc=example,dc=com\nobjectClass: inetOrgPerson\nmail: dave@example.com\ncn: Dave\n\n';
  const run = await world.tool(['import', 'accounts', '-', '--format', 'ldif', '--json'], { stdin: ldif });
  expect(JSON.parse(run.stdout)).toMatchObject({ format: 'ldif', created: 1 });
  const dovecot = await world.file('users', 'erin@example.com:{PLAIN}x:1000:1000::/home/erin::\n');
  expect(await imported(dovecot, '--format', 'DOVECOT')).toMatchObject({ format: 'dovecot', created: 1 });
  const postfix = await world.file('vmailbox', 'frank@example.com example.com/frank/\n');
  expect(await imported(postfix, '--format', 'postfix')).toMatchObject({ format: 'postfix', created: 1 });
  const aliases = await world.file('virtual', 'info@example.com frank@example.com\n');
  expect(await imported(aliases, '--format', 'postfix')).toMatchObject({ created: 0, aliases: 1, skipped: 0 });
});

test.each<[string, string | Buffer, string[], number, string]>([
  ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0, 10, 0]), [], 1, 'IMPORT_UNREADABLE'],
  ['nothing that tells the format', 'hello\nworld\n', [], 2, 'IMPORT_FORMAT_UNKNOWN'],
  ['an empty file', '', ['--format', 'csv'], 1, 'IMPORT_UNREADABLE'],
  ['no address column', 'name,U_IM\nAlice,1\n', ['--format', 'csv'], 1, 'IMPORT_UNREADABLE'],
  ['an unknown format', 'address\n', ['--format', 'xls'], 2, 'USAGE'],
])('a file that cannot be imported changes nothing: %s', async (_what, content, more, exit, code) => {
  const before = (await world.tool(['export', 'account', '*@*'])).stdout;
  const file = await world.file('bad', content);
  const run = await world.tool(['import', 'accounts', file, ...more, '--json']);
  expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([exit, code]);
  expect((await world.tool(['export', 'account', '*@*'])).stdout).toBe(before);
});

test('a file that is not there, or is a folder (1)', async () => {
  const folder = join(world.folder, 'folder');
  await mkdir(folder);
  for (const path of [join(world.folder, 'missing.csv'), folder]) {
    const run = await world.tool(['import', 'accounts', path, '--json']);
    expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([1, 'FILE_UNREADABLE']);
  }
});

test('a file over the limit is refused in the service’s words, from a file and from a pipe', async () => {
  const small = await openWorld({ env: { SEATKEEPER_UPLOADS_MAX_MIB: '1' } });
  try {
    const content = Buffer.alloc(8 * 1024 * 1024, 'address\nalice@example.com\n');
    const file = await small.file('big.csv', content);
    for (const [name, stdin] of [[file], ['-', content]] as const) {
      const run = await small.tool(['import', 'accounts', name, '--json'], stdin ? { stdin } : {});
      expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([2, 'BODY_TOO_LARGE']);
    }
  } finally {
    await small.close();
  }
});

test('progress on a terminal ends with a clean line; the result stands alone on stdout', async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `p${i}@progress.example`).join('\n');
  const file = await world.file('progress.csv', `address\n${rows}\n`);
  const run = await world.tool(['import', 'accounts', file, '--json'], { terminal: true });
  expect(JSON.parse(run.stdout)).toMatchObject({ created: 5000 });
  expect(run.stderr).toContain('uploading, MiB');
  expect(run.stderr.endsWith('\r\u001b[K')).toBe(true);
});

/** A small generator of its own, so that the file is the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test('display license --json says the used seats that follow from the imported file', async () => {
  const fresh = await openWorld();
  try {
    const next = numbers(7);
    const accounts = Array.from({ length: 3000 }, (_, i) => ({
      address: `u${i}@d${Math.floor(next() * 5)}.example`,
      type: next() < 0.1 ? 1 : 0,
      disabled: next() < 0.1 ? 1 : 0,
      im: next() < 0.5 ? 1 : 0,
      gw: next() < 0.3 ? 1 : 0,
    }));
    const lines = accounts.map((a) => [a.address, a.type, a.disabled, a.im, a.gw].join(','));
    const file = await fresh.file('many.csv', `address,type,disabled,U_IM,U_GW\n${lines.join('\n')}\n`);
    await fresh.json(['import', 'accounts', file]);
    const counted = accounts.filter((a) => a.type === 0 && a.disabled === 0);
    const license = (await fresh.json(['display', 'license'])) as { modules: { id: string; used: number }[] };
    const used = Object.fromEntries(license.modules.map((m) => [m.id, m.used]));
    expect(used).toMatchObject({
      mail: counted.length,
      im: counted.filter((a) => a.im === 1).length,
      groupware: counted.filter((a) => a.gw === 1).length,
    });
    const listed = await fresh.tool(['list', 'seats', 'im']);
    expect(listed.stdout.split('\n')).toHaveLength(used.im === undefined ? 0 : used.im + 1);
    expect(await fresh.json(['recount', 'seats'])).toEqual({ accounts: 3000, drift: [] });
  } finally {
    await fresh.close();
  }
});
