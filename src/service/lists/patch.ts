/** Follows changes of single accounts: they are taken out of what is kept and put where they belong now, as they are now. */
import type { Kysely } from 'kysely';
import { columnsOf, countedFlags } from '../seats/counters.ts';
import type { Schema } from '../store/schema.ts';
import type { Connection } from '../store/sqlite/connection.ts';
import { patchText, type TextEdit } from './patch-text.ts';
import { domainOf, type Held, type Roster, type RosterDomain, rosterOf } from './roster.ts';
import { recordOf, type SearchText } from './search-text.ts';

/** What is kept of a state of the accounts; what was not asked for is not there. */
export interface Kept {
  readonly roster: Roster;
  readonly held: Held | undefined;
  readonly text: SearchText | undefined;
}

interface Row {
  readonly id: number;
  readonly domainId: number;
  readonly domain: string;
  readonly local: string;
  readonly name: string;
  readonly held: number;
}
/** A row, and how many of those that stay are before it. */
interface Placed extends Row {
  readonly at: number;
}

const rowOf = (db: Kysely<Schema>) =>
  db
    .selectFrom('account')
    .innerJoin('address', 'address.id', 'account.id')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => [
      'account.id as id',
      'domain.id as domainId',
      'domain.name as domain',
      'address.local as local',
      'account.name as name',
      countedFlags(columnsOf(eb)).as('held'),
    ])
    .where('account.id', '=', 0);

const inOrder = (a: Row, b: Row): number =>
  Buffer.from(a.domain).compare(Buffer.from(b.domain)) || Buffer.from(a.local).compare(Buffer.from(b.local));

/** `addresses`: numbers of all whose accounts came, went or changed. To be called within one transaction. */
export function followAddresses(connection: Connection, kept: Kept, addresses: ReadonlySet<number>): Kept {
  const { db, raw } = connection;
  const read = raw.prepare<[number], Row>(rowOf(db).compile().sql);
  const rows = [...addresses].flatMap((id) => read.get(id) ?? []).sort(inOrder);
  const removed = [...addresses].flatMap((id) => kept.roster.positionOf(id) ?? []);
  return follow(connection, kept, Uint32Array.from(removed).sort(), rows);
}

/** Accounts went, nobody knows which. To be called within one transaction. */
export function followGone(connection: Connection, kept: Kept): Kept {
  const { roster } = kept;
  const there = new Uint8Array(roster.ids.length);
  const ids = connection.raw.prepare<[], number>('select id from account').pluck();
  for (const id of ids.all()) {
    const at = roster.positionOf(id);
    if (at !== undefined) there[at] = 1;
  }
  const removed = new Uint32Array(there.length - there.reduce((sum, one) => sum + one, 0));
  let n = 0;
  for (let at = 0; at < there.length; at++) if (there[at] === 0) removed[n++] = at;
  return removed.length === 0 ? kept : follow(connection, kept, removed, []);
}

function follow(connection: Connection, kept: Kept, removed: Uint32Array, rows: readonly Row[]): Kept {
  const stay = rosterOf(without(kept.roster.ids, removed), domainsWithout(kept.roster.domains, removed));
  const were = new Map(Array.from(removed, (at, n) => [kept.roster.ids[at] ?? 0, at - n]));
  const placed = placesIn(connection, stay, rows, were);
  const roster = rosterOf(
    withRows(stay.ids, placed, ({ id }) => id),
    domainsWith(stay.domains, placed),
  );
  const held = kept.held && withRows(without(kept.held, removed), placed, (row) => row.held);
  return { roster, held, text: kept.text && patchText(kept.text, editsOf(removed, placed)) };
}

function without(values: Uint32Array, removed: Uint32Array): Uint32Array {
  const result = new Uint32Array(values.length - removed.length);
  let from = 0;
  for (const [n, at] of removed.entries()) {
    result.set(values.subarray(from, at), from - n);
    from = at + 1;
  }
  result.set(values.subarray(from), from - removed.length);
  return result;
}

function withRows(values: Uint32Array, placed: readonly Placed[], numberOf: (row: Placed) => number): Uint32Array {
  const result = new Uint32Array(values.length + placed.length);
  let from = 0;
  for (const [n, row] of placed.entries()) {
    result.set(values.subarray(from, row.at), from + n);
    result[row.at + n] = numberOf(row);
    from = row.at;
  }
  result.set(values.subarray(from), from + placed.length);
  return result;
}

function domainsWithout(domains: readonly RosterDomain[], removed: Uint32Array): RosterDomain[] {
  let gone = 0;
  return domains.flatMap(({ id, name, from, to }) => {
    const begin = from - gone;
    while (gone < removed.length && (removed[gone] ?? 0) < to) gone += 1;
    const end = to - gone;
    return end > begin ? [{ id, name, from: begin, to: end }] : [];
  });
}

function domainsWith(domains: readonly RosterDomain[], placed: readonly Placed[]): RosterDomain[] {
  const more = Map.groupBy(placed, ({ domainId }) => domainId);
  const known = new Set(domains.map(({ id }) => id));
  const added = [...more].flatMap(([id, [row]]) =>
    row && !known.has(id) ? [{ id, name: row.domain, from: row.at, to: row.at }] : [],
  );
  const all = [...domains, ...added].sort((a, b) => Buffer.from(a.name).compare(Buffer.from(b.name)));
  let from = 0;
  return all.map(({ id, name, ...was }) => {
    const begin = from;
    from += was.to - was.from + (more.get(id)?.length ?? 0);
    return { id, name, from: begin, to: from };
  });
}

/** `rows` in order; their addresses are not among those that stay. `were`: where each was, as most are still there. */
function placesIn(
  { db, raw }: Connection,
  stay: Roster,
  rows: readonly Row[],
  were: ReadonlyMap<number, number>,
): Placed[] {
  const localOf = raw
    .prepare<[number], string>(db.selectFrom('address').select('local').where('id', '=', 0).compile().sql)
    .pluck();
  return rows.map((row) => {
    const { from, to } = domainOf(stay, row.domain);
    const local = Buffer.from(row.local);
    const isBehind = (at: number): boolean => local.compare(Buffer.from(localOf.get(stay.ids[at] ?? 0) ?? '')) > 0;
    let [low, high] = [from, to];
    const was = Math.min(to, Math.max(from, were.get(row.id) ?? from));
    if (was > from && !isBehind(was - 1)) high = was - 1;
    else if (was < to && isBehind(was)) low = was + 1;
    else return { ...row, at: was };
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBehind(middle)) low = middle + 1;
      else high = middle;
    }
    return { ...row, at: low };
  });
}

/** By the positions before the change, in ascending order: what comes stands before what goes. */
function* editsOf(removed: Uint32Array, placed: readonly Placed[]): Generator<TextEdit> {
  let gone = 0;
  for (const { at, ...row } of placed) {
    while (gone < removed.length && (removed[gone] ?? 0) - gone < at) yield { at: removed[gone++] ?? 0 };
    yield { at: at + gone, record: recordOf(row.local, row.domain, row.name) };
  }
  while (gone < removed.length) yield { at: removed[gone++] ?? 0 };
}
