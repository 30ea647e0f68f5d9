/**
 * The text that searches look through: address and name of every account, lower case, NFC, in the order of the roster.
 * 1,000,000 accounts: about 50 MB, and a search takes some hundredths of a second (as SQL with LIKE: 0.7 s).
 */
import { type Kysely, sql } from 'kysely';
import { prepareSearch } from '../../core/accounts/search.ts';
import type { Schema } from '../store/schema.ts';
import type { Connection } from '../store/sqlite/connection.ts';
import { plucker } from '../store/sqlite/pluck.ts';
import { RANGE_ROWS } from '../store/task-context.ts';
import type { Roster } from './roster.ts';

/** A part of the text: about SEGMENT_ROWS records. */
export interface Segment {
  /** The position of its first record. */
  readonly first: number;
  /** Records `local@domain NUL name LF` in UTF-8. */
  readonly text: Buffer;
  /** Where each record begins; the end of the text behind the last. */
  readonly starts: Uint32Array;
}
/** By position. */
export type SearchText = readonly Segment[];

export const SEGMENT_ROWS = 16_384;
export const NUL = 0;
export const LF = 10;

export const rowsOf = ({ starts }: Segment): number => starts.length - 1;

const recordsOf = (db: Kysely<Schema>) =>
  db
    .selectFrom('address')
    .crossJoin('account')
    .select(sql<string>`address.local || ${''} || account.name`.as('record'))
    .where('address.domain_id', '=', 0)
    .where('address.local', '>', '')
    .whereRef('account.id', '=', 'address.id')
    .orderBy('address.local')
    .limit(RANGE_ROWS);

/** Names can hold neither; should one, it must not look like two records. */
const UNSAFE = /[\0\n]/g;

export function segmentOf(records: readonly string[], first: number): Segment {
  const text = Buffer.from(`${prepareSearch(records.join('\n'))}\n`);
  const starts = startsOf(text, records.length);
  return starts ? { first, text, starts } : segmentOf(records.map(cleaned), first);
}

/** Undefined: there are more. */
function startsOf(text: Buffer, records: number): Uint32Array | undefined {
  const starts = new Uint32Array(records + 1);
  let n = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== LF) continue;
    if (n === records) return undefined;
    n += 1;
    starts[n] = at + 1;
  }
  return starts;
}

export const recordOf = (local: string, domain: string, name: string): string => `${local}@${domain}\0${name}`;

function cleaned(record: string): string {
  const end = record.indexOf('\0') + 1;
  return record.slice(0, end) + record.slice(end).replace(UNSAFE, ' ');
}

/** To be called in the transaction that read the roster, or in another one that sees the same. */
export function readSearchText({ db, raw }: Connection, roster: Roster, check: () => void): SearchText {
  const recordsBehind = plucker<string>(raw, recordsOf(db));
  const segments: Segment[] = [];
  let waiting: string[] = [];
  let read = 0;
  const seal = (all: boolean): void => {
    while (waiting.length >= SEGMENT_ROWS || (all && waiting.length > 0)) {
      segments.push(segmentOf(waiting.slice(0, SEGMENT_ROWS), read));
      read += Math.min(SEGMENT_ROWS, waiting.length);
      waiting = waiting.slice(SEGMENT_ROWS);
    }
  };
  for (const { id, name } of roster.domains) {
    const middle = recordOf('', name, '');
    let local = '';
    for (;;) {
      check();
      const records = recordsBehind(middle, id, local, RANGE_ROWS);
      for (const record of records) waiting.push(record);
      const last = records.at(-1);
      if (last === undefined || records.length < RANGE_ROWS) break;
      local = last.slice(0, last.indexOf(middle));
      seal(false);
    }
    seal(false);
  }
  seal(true);
  return segments;
}

function segmentAt(text: SearchText, position: number): Segment | undefined {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((text[middle]?.first ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return text[low - 1];
}

/** The address of the record at a position. */
export function addressAt(text: SearchText, position: number): Buffer {
  const segment = segmentAt(text, position);
  const start = segment?.starts[position - segment.first];
  if (!segment || start === undefined) return Buffer.alloc(0);
  return segment.text.subarray(start, segment.text.indexOf(NUL, start));
}
