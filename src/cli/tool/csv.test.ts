import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportLine } from './csv.ts';

test('INTERFACES 2: export prints address,1,0, with a comma after the last value', () => {
  expect(exportLine(['alice@example.com', 1, 0])).toBe('alice@example.com,1,0,\n');
  expect(exportLine(['alice@example.com'])).toBe('alice@example.com,\n');
});

test('a value that could be read as two stands in quotes', () => {
  expect(exportLine(['a@b.c', 'Adams, "Al"', 1])).toBe('a@b.c,"Adams, ""Al""",1,\n');
  expect(exportLine(['a@b.c', 'two\nlines', ' x '])).toBe('a@b.c,"two\nlines"," x ",\n');
});

/** An RFC 4180 reader of one record with a comma after every field, the last included. */
function readRecord(line: string): string[] {
  const fields = [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/gsy)];
  expect(fields.reduce((length, field) => length + field[0].length, 0)).toBe(line.length - 1);
  return fields.map((field) => field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
}

test('whatever the values are, a CSV reader gets them back', () => {
  const value = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ü', '\t') });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      expect(readRecord(exportLine(values))).toEqual(values);
    }),
  );
});
