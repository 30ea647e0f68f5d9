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

/** A part of the text: SEGMENT_ROWS records, the last one fewer. */
export interface Segment {
  /** Records `local@domain NUL name LF` in UTF-8. */
  readonly text: Buffer;
  /** Where each record begins; the end of the text behind the last. */
  readonly starts: Uint32Array;
}
/** By position: record n is in segment n / SEGMENT_ROWS. */
export type SearchText = readonly Segment[];

export const SEGMENT_ROWS = 16_384;
export const NUL = 0;
export const LF = 10;

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

function segmentOf(records: readonly string[]): Segment {
  const text = Buffer.from(`${prepareSearch(records.join('\n'))}\n`);
  const starts = new Uint32Array(records.length + 1);
  let n = 1;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== LF) continue;
    if (n > records.length) return segmentOf(records.map(cleaned));
    starts[n] = at + 1;
    n += 1;
  }
  return { text, starts };
}

function cleaned(record: string): string {
  const end = record.indexOf('\0') + 1;
  return record.slice(0, end) + record.slice(end).replace(UNSAFE, ' ');
}

/** To be called in the transaction that read the roster, or in another one that sees the same. */
export function readSearchText({ db, raw }: Connection, roster: Roster, check: () => void): SearchText {
  const read = plucker<string>(raw, recordsOf(db));
  const segments: Segment[] = [];
  let waiting: string[] = [];
  const seal = (all: boolean): void => {
    while (waiting.length >= SEGMENT_ROWS || (all && waiting.length > 0)) {
      segments.push(segmentOf(waiting.slice(0, SEGMENT_ROWS)));
      waiting = waiting.slice(SEGMENT_ROWS);
    }
  };
  for (const { id, name } of roster.domains) {
    const middle = `@${name}\0`;
    let local = '';
    for (;;) {
      check();
      const records = read(middle, id, local, RANGE_ROWS);
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

/** The address of the record at a position. */
export function addressAt(text: SearchText, position: number): Buffer {
  const segment = text[Math.floor(position / SEGMENT_ROWS)];
  const start = segment?.starts[position % SEGMENT_ROWS];
  if (!segment || start === undefined) return Buffer.alloc(0);
  return segment.text.subarray(start, segment.text.indexOf(NUL, start));
}
