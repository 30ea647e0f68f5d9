import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SeatkeeperError } from '../../contract/errors.ts';
import { ALL_FLAGS } from '../../core/seats/modules.ts';
import { HEADER_BYTES, headerFront, headerLine } from './format.ts';
import { type BackupContent, readBackup } from './read-backup.ts';
import { ORIGIN } from './restore-input.testkit.ts';
import { createBackupFile } from './write-file.ts';

let folder: string;
let whole: Buffer;
let visited = 0;

const ACCOUNTS = 3_000;
const sections = (accounts: number, domains = 1) => [
  { name: 'settings', rows: 0 },
  { name: 'licenses', rows: 0 },
  { name: 'domains', rows: domains },
  { name: 'accounts', rows: accounts },
  { name: 'aliases', rows: 0 },
];
const manifest = (accounts: number, domains = 1) => ({
  product: 'Seatkeeper',
  origin: ORIGIN,
  sections: sections(accounts, domains),
});
/** With sections of seats: a pool, and one row in the named section. */
const history = (section: string, row: unknown[], pools: unknown[][] = [['module:im', 128]]): Buffer[] => {
  const names = ['pools', 'access', 'seats', 'trials', 'usage'];
  const rowsOf = (name: string) => (name === 'pools' ? pools : name === section ? [row] : []);
  const more = names.map((name) => ({ name, rows: rowsOf(name).length }));
  return [lines({ ...manifest(0), sections: [...sections(0), ...more] }, DOMAIN, ...names.flatMap(rowsOf))];
};
const account = (n: number, changes: Record<number, unknown> = {}): unknown[] =>
  Object.assign([0, `user${String(n).padStart(6, '0')}`, 0, 0, ALL_FLAGS, `Name ${n}`, n], changes);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-damage-'));
  const file = createBackupFile(join(folder, 'whole.skb'));
  file.line(manifest(ACCOUNTS));
  file.line(['example.com', ALL_FLAGS, 0]);
  for (let n = 0; n < ACCOUNTS; n += 1) file.line(account(n));
  file.finish();
  whole = readFileSync(join(folder, 'whole.skb'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What reading the bytes comes to: the content, or the refusal in words. Nothing of a refused file was passed on unproven. */
function outcome(bytes: Uint8Array): BackupContent | string {
  const path = join(folder, 'tried.skb');
  writeFileSync(path, bytes);
  visited = 0;
  const count = () => {
    visited += 1;
  };
  try {
    return readBackup(path, { visit: { accounts: count, domains: count }, onRow: () => {}, look: () => {} });
  } catch (error) {
    if (!(error instanceof SeatkeeperError)) throw error;
    return `${error.code}: ${error.params.detail ?? error.params.found}`;
  }
}

/** A file whose hash fits, whatever is in it. */
function crafted(blocks: readonly Buffer[], format = 1): Buffer {
  const body = Buffer.concat(blocks);
  const front = headerFront(body.length, format);
  return Buffer.concat([
    Buffer.from(headerLine(front, createHash('sha256').update(body).update(front).digest('hex'))),
    body,
  ]);
}
function block(content: string | Buffer): Buffer {
  const packed = deflateRawSync(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packed.length);
  return Buffer.concat([length, packed]);
}
const lines = (...values: unknown[]): Buffer => block(values.map((v) => `${JSON.stringify(v)}\n`).join(''));
const DOMAIN = ['example.com', ALL_FLAGS, 0];

test('the whole file is read', () => {
  expect(outcome(whole)).toMatchObject({ origin: ORIGIN, counts: { accounts: ACCOUNTS, domains: 1 } });
  expect(visited).toBe(ACCOUNTS + 1);
});

test('cut at every 1 % of its length it is refused, and nothing of it was looked at', () => {
  for (let percent = 0; percent < 100; percent += 1) {
    expect(outcome(whole.subarray(0, Math.floor((whole.length * percent) / 100)))).toMatch(
      /^BACKUP_UNREADABLE: it (ends|is cut)/,
    );
    expect(visited).toBe(0);
  }
  expect(outcome(whole.subarray(0, -1))).toMatch(/cut off/);
  expect(outcome(Buffer.concat([whole, Buffer.from('\n')]))).toMatch(/something follows/);
});

test('a flipped bit anywhere is refused: each byte of the header, a sample of the rest', () => {
  const step = Math.max(1, Math.floor((whole.length - HEADER_BYTES) / 300));
  const places = [...Array(HEADER_BYTES).keys()];
  for (let at = HEADER_BYTES; at < whole.length; at += step) places.push(at);
  for (const at of [...places, whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    expect(outcome(changed), `byte ${at}`).toMatch(/^BACKUP_UNREADABLE: /);
    expect(visited).toBe(0);
  }
});

test('a newer format has its own error, but only when the file is whole', () => {
  const newer = crafted([lines({ entirely: 'different' })], 2);
  expect(outcome(newer)).toBe('BACKUP_NEWER: format 2');
  expect(outcome(newer.subarray(0, -1))).toMatch(/^BACKUP_UNREADABLE/);
  const more = { ...manifest(0), sections: [...sections(0), { name: 'telepathy', rows: 1 }] };
  expect(outcome(crafted([lines(more, DOMAIN, [1])]))).toBe('BACKUP_NEWER: version 0.1.0');
});

test('sections that came later may be missing; whole ones are read', () => {
  expect(outcome(crafted(history('seats', ['example.com', 'al', 'module:im', 5])))).toMatchObject({
    counts: { pools: 1, seats: 1, trials: 0, usage: 0 },
  });
  const partly = { ...manifest(0), sections: [...sections(0), { name: 'usage', rows: 1 }] };
  expect(outcome(crafted([lines(partly, DOMAIN, ['im', 20_000, 5, null])]))).toMatchObject({ counts: { usage: 1 } });
});

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
test.each<[string, Buffer[]]>([
  ['something else', [block('PK\x03\x04'), block('SQLite format 3\0')]],
  ['nothing', []],
  ['no manifest', [lines(DOMAIN)]],
  ['a manifest with more in it', [lines({ ...manifest(0, 0), run: 'drop table account' })]],
  ['sections twice', [lines({ ...manifest(0, 0), sections: [...sections(0, 0), ...sections(0, 0)] })]],
  ['sections out of order', [lines({ ...manifest(0, 0), sections: sections(0, 0).reverse() })]],
  ['a section that is missing', [lines({ ...manifest(0, 0), sections: sections(0, 0).slice(1) })]],
  ['rows that are not there', [lines(manifest(Number.MAX_SAFE_INTEGER), DOMAIN, account(1))]],
  ['rows beyond the end', [lines(manifest(1), DOMAIN, account(1), account(2))]],
  ['a count that is none', [lines({ ...manifest(0, 0), sections: sections(-1, 0.5) })]],
  ['the same account twice', [lines(manifest(2), DOMAIN, account(1), account(1))]],
  ['accounts out of order', [lines(manifest(2), DOMAIN, account(2), account(1))]],
  ['the same domain twice', [lines(manifest(0, 2), DOMAIN, DOMAIN)]],
  ['a domain that is not there', [lines(manifest(1), DOMAIN, account(1, { 0: 1 }))]],
  ['a domain before the first', [lines(manifest(1), DOMAIN, account(1, { 0: -1 }))]],
  ['SQL for an address', [lines(manifest(1), DOMAIN, account(1, { 1: "x'); drop table account; --" }))]],
  ['an address in capitals', [lines(manifest(1), DOMAIN, account(1, { 1: 'ALICE' }))]],
  ['a path for a domain', [lines(manifest(0), ['../../etc/passwd', ALL_FLAGS, 0])]],
  ['a domain in capitals', [lines(manifest(0), ['EXAMPLE.com', ALL_FLAGS, 0])]],
  ['flags that no service has', [lines(manifest(1), DOMAIN, account(1, { 4: 2 ** 31 }))]],
  ['a type that there is none of', [lines(manifest(1), DOMAIN, account(1, { 2: 9 }))]],
  ['a number as text', [lines(manifest(1), DOMAIN, account(1, { 2: '0' }))]],
  ['an instant that is none', [lines(manifest(1), DOMAIN, account(1, { 6: Number.MAX_VALUE }))]],
  [
    'half a character',
    [block(`${JSON.stringify(manifest(1))}\n${JSON.stringify(DOMAIN)}\n[0,"a",0,0,1,"\\ud800",0]\n`)],
  ],
  ['a row too wide', [lines(manifest(1), DOMAIN, [...account(1), 'more', 'still'])]],
  ['a row that is an object', [lines(manifest(1), DOMAIN, { 0: 0, length: 7 })]],
  ['a row nested deeply', [lines(manifest(1), DOMAIN), block(`${deep}\n`)]],
  ['a pool that there is none of', history('pools', [], [['module:telepathy', 1]])],
  ['a pool without modules', history('pools', [], [['module:im', 0]])],
  [
    'a pool twice',
    history(
      'pools',
      [],
      [
        ['module:im', 1],
        ['module:im', 1],
      ],
    ),
  ],
  ['a seat of a pool that is not there', history('seats', ['example.com', 'al', 'group:mobile', 5])],
  ['a seat with SQL for a pool', history('seats', ['example.com', 'al', "im' or 1=1; --", 5])],
  ['a seat of an address in capitals', history('seats', ['example.com', 'AL', 'module:im', 5])],
  ['a seat in a domain that is none', history('seats', ['../etc', 'al', 'module:im', 5])],
  ['a trial before time', history('trials', ['example.com', 'al', 'module:im', -1, 5, 1])],
  ['a trial that half waits', history('trials', ['example.com', 'al', 'module:im', 5, 5, 0.5])],
  ['a trial too wide', history('trials', ['example.com', 'al', 'module:im', 5, 5, 1, 1])],
  ['an access to no module', history('access', ['example.com', 'al', 'telepathy', 5, 5])],
  ['a last access before the first', history('access', ['example.com', 'al', 'im', 6, 5])],
  ['usage of fewer than nobody', history('usage', ['im', 20_000, -1, 5])],
  ['usage of a day that is none', history('usage', ['im', 1e9, 1, 5])],
  ['an account whose source is SQL', [lines(manifest(1), DOMAIN, [...account(1), "'; drop table"])]],
  ['a line without an end', [lines(manifest(1), DOMAIN), block('[0,"a"')]],
  ['an endless line', [lines(manifest(1), DOMAIN), block(`${'x'.repeat(1024 * 1024)}\n`)]],
  ['what unpacks to gigabytes', [lines(manifest(1), DOMAIN), block(Buffer.alloc(64 * 1024 * 1024))]],
  ['bytes that are no UTF-8', [block(Buffer.from([0x5b, 0xff, 0xfe, 0x5d, 0x0a]))]],
  ['a block longer than the file', [Buffer.from([0xff, 0xff, 0xff, 0xff, 1])]],
  ['an empty block', [Buffer.alloc(4)]],
  ['half a length', [Buffer.alloc(3)]],
])('a file made by hand is refused, although its hash fits: %s', (_what, blocks) => {
  expect(outcome(crafted(blocks))).toMatch(/^BACKUP_UNREADABLE: /);
});
