import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SeatkeeperError } from '../../../contract/errors.ts';
import { type TestFolder, testFolder } from '../../store/store.testkit.ts';
import { parseRecord, splitRecord } from './csv-record.ts';
import { readerFor } from './detect.ts';
import { FAULTS, LINE_BYTES_MAX, type Line, openLines } from './lines.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

async function linesOf(content: Uint8Array): Promise<Line[]> {
  const file = openLines(await folder.put('lines.txt', content));
  try {
    return [...file.lines()];
  } finally {
    file.close();
  }
}

/** Pieces that, put together, cross the blocks in which a file is read. */
const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('\n', '\r\n', 'short', 'é', '😀', '"', '\0') },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(LINE_BYTES_MAX - 1, LINE_BYTES_MAX, LINE_BYTES_MAX + 1, 200_000)
      .map((n) => 'x'.repeat(n)),
  },
);
const bytes = fc
  .array(
    fc.oneof(
      piece.map((text) => Buffer.from(text)),
      fc.constant(Buffer.from([0xe9])),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

test('lines are those of the file, wherever its blocks end; each that cannot be used says why', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      const parts: Buffer[] = [];
      for (let from = 0; from < content.length; ) {
        const to = content.indexOf(10, from);
        parts.push(content.subarray(from, to < 0 ? content.length : to));
        from = to < 0 ? content.length : to + 1;
      }
      const mark = content.toString('latin1', 0, 3) === '\xef\xbb\xbf';
      const expected = parts.map((part, i) => {
        const fault = part.includes(0)
          ? [FAULTS.nul, FAULTS.length]
          : part.length > LINE_BYTES_MAX
            ? [FAULTS.length]
            : isUtf8(part)
              ? ['']
              : [FAULTS.encoding];
        return {
          number: i + 1,
          fault,
          text: part.toString().replace(/\r$/, ''),
          ended: i < parts.length - 1 || content.at(-1) === 10,
        };
      });
      const found = await linesOf(content);
      expect(found.map((line) => [line.number, line.ended])).toEqual(expected.map((line) => [line.number, line.ended]));
      for (const [i, line] of found.entries()) {
        expect(expected[i]?.fault).toContain(line.fault);
        if (line.fault === '' && !mark) expect(line.text).toBe(expected[i]?.text);
      }
    }),
    { numRuns: 60 },
  );
});

test('RFC 4180: what was quoted comes back, also over several lines', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), fc.constantFrom(',', ';'), (fields, separator) => {
      const text = fields.map((f) => `"${f.replaceAll('"', '""')}"`).join(separator);
      expect(parseRecord(text, separator)).toEqual(fields);
      const rest = text.split('\n').map((line, i) => ({ number: i + 1, text: line, fault: '', ended: true }));
      const first = rest.shift();
      const record = first && splitRecord(first, separator, () => rest.shift());
      expect(record).toEqual({ fields, unused: [] });
    }),
  );
});

const token = fc.constantFrom(
  'address',
  ',',
  ';',
  '"',
  '""',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  ':',
  '::',
  ':<',
  '@',
  '@x.example',
  'a@x.example',
  '/',
  '|',
  '#',
  '-',
  '*',
  'dn: cn=a\n',
  'mail: ',
  'mail:: ',
  'YQ==',
  'changetype: ',
  'proxyAddresses: smtp:',
  'U_IM',
  '1',
  'version: 1',
  '\0',
  '\ufeff',
  'é',
);

test('whatever the file, a reader only ever refuses it or reports its lines', async () => {
  const format = fc.constantFrom('csv', 'ldif', 'dovecot', 'postfix', undefined);
  const content = fc.oneof(
    fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
    fc.array(token, { maxLength: 40 }).map((tokens) => `address,U_IM\n${tokens.join('')}`),
  );
  await fc.assert(
    fc.asyncProperty(content, format, async (text, given) => {
      const file = openLines(await folder.put('any.txt', text));
      const count = text.split('\n').length;
      const told: number[] = [];
      const tell = (line: number) => {
        told.push(line);
        return true;
      };
      try {
        readerFor(file.sample(), given).read(file.lines(), { account: tell, alias: tell, skip: tell });
        for (const line of told) expect(line >= 1 && line <= count).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(SeatkeeperError);
      } finally {
        file.close();
      }
    }),
    { numRuns: 300 },
  );
});
