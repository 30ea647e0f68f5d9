/** Which format a file is in, told from its beginning. */
import { SeatkeeperError } from '../../../contract/errors.ts';
import type { ImportResult } from '../../../contract/schemas.ts';
import { headerNames, readCsv } from './csv.ts';
import { readDovecot } from './dovecot.ts';
import { readLdif } from './ldif.ts';
import type { Line } from './lines.ts';
import { isAliasMap, mapLines, readPostfix } from './postfix.ts';
import type { Reader } from './sink.ts';

export type Format = ImportResult['format'];

const unreadable = (detail: string): SeatkeeperError => new SeatkeeperError('IMPORT_UNREADABLE', { detail });

/** A text with a bad byte here and there is still read, without those lines; one in so many makes it none. */
const BINARY_FROM = 50;

function controls(sample: Buffer): number {
  let n = 0;
  for (const byte of sample) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) n += 1;
  return n;
}

/** Throws IMPORT_UNREADABLE for what is no text at all. */
function refuseNonText(sample: Buffer): void {
  if (sample.length === 0) throw unreadable('it is empty');
  if (/^(fffe|feff)/.test(sample.toString('hex', 0, 2))) throw unreadable('it is UTF-16; save it as UTF-8');
  if (controls(sample) * BINARY_FROM > sample.length) throw unreadable('it is binary, not text');
}

function sampleLines(sample: Buffer): Line[] {
  const texts = sample.toString('utf8').replace('\ufeff', '').split(/\r?\n/);
  if (texts.length > 1) texts.pop();
  return texts.map((text, i) => ({ number: i + 1, text, fault: '', ended: true }));
}

function guess(lines: readonly Line[]): Format {
  const first = lines.find(({ text }) => text.trim() !== '' && !text.startsWith('#'))?.text ?? '';
  if (first === '') throw unreadable('there is nothing in it to import');
  if (/^(version:\s*\d|dn::?\s*\S)/i.test(first)) return 'ldif';
  if (headerNames(first).names.includes('address')) return 'csv';
  if (/^[^\s:]+@[^\s:]+:/.test(first) || /^[^\s:@]+(:[^:]*){6,}$/.test(first)) return 'dovecot';
  if (/^\S+\s+\S/.test(first) && /^\S*@\S+\s/m.test(lines.map((line) => line.text).join('\n'))) return 'postfix';
  throw new SeatkeeperError('IMPORT_FORMAT_UNKNOWN');
}

/** The format and its reader. Throws IMPORT_UNREADABLE or IMPORT_FORMAT_UNKNOWN. */
export function readerFor(
  sample: Buffer,
  given: Format | undefined,
): { readonly format: Format; readonly read: Reader } {
  refuseNonText(sample);
  const lines = sampleLines(sample);
  const format = given ?? guess(lines);
  switch (format) {
    case 'csv':
      return { format, read: readCsv };
    case 'ldif':
      return { format, read: readLdif };
    case 'dovecot':
      return { format, read: readDovecot };
    case 'postfix':
      return { format, read: readPostfix(isAliasMap(mapLines(lines))) };
  }
}
