import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csvLine } from '../core/csv.ts';
import { createCsvFile } from './csv-file.ts';

test('no cell can be taken for two, or for a formula', () => {
  expect(csvLine(['a@b.example', 12, null, ''])).toBe('a@b.example,12,,\r\n');
  expect(csvLine(['a,b', 'say "no"', 'two\nlines', ' spaced '])).toBe('"a,b","say ""no""","two\nlines"," spaced "\r\n');
  expect(csvLine(['=1+1', '+1', '-1', '@x', '\t=1', -1])).toBe(`'=1+1,'+1,'-1,'@x,'\t=1,-1\r\n`);
});

test('a file holds every row, for its owner only; an abandoned one is gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-csv-'));
  const path = join(folder, 'list');
  const file = createCsvFile(path, ['n', 'name']);
  for (let n = 0; n < 50_000; n++) file.row([n, 'Zoë']);
  file.finish();
  const lines = readFileSync(path, 'utf8').split('\r\n');
  expect([lines.length, lines[0], lines[1], lines[50_000], lines[50_001]]).toEqual([
    50_002,
    'n,name',
    '0,Zoë',
    '49999,Zoë',
    '',
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  createCsvFile(path, ['n']).abandon();
  expect(() => statSync(path)).toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});
