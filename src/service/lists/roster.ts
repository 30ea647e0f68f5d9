/**
 * All accounts in the order of lists (domain, then local part), as numbers: a list's any page and its length come from
 * here (1,000,000 accounts: 8 MB, 0.3 s to read, together with what they use seats for).
 */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { ALL_FLAGS } from '../../core/seats/modules.ts';
import { columnsOf, countedFlags } from '../seats/counters.ts';
import type { Schema } from '../store/schema.ts';
import type { Connection } from '../store/sqlite/connection.ts';
import { plucker } from '../store/sqlite/pluck.ts';
import { RANGE_ROWS } from '../store/task-context.ts';

export interface RosterDomain {
  readonly id: number;
  readonly name: string;
  /** Positions of its accounts: from ≤ position < to. */
  readonly from: number;
  readonly to: number;
}

export interface Roster {
  /** account.id by position. */
  readonly ids: Uint32Array;
  /** Those that have accounts, by name. */
  readonly domains: readonly RosterDomain[];
  /** Undefined: no such account. */
  positionOf(id: number): number | undefined;
}

/** Effective services by position, 0 if the account may use no seats. */
export type Held = Uint32Array;

/** Some accounts of one domain, by local part. */
export interface Span {
  readonly domain: { readonly id: number; readonly name: string };
  /** Each as `id * FLAG_SPAN + held`. */
  readonly packed: readonly number[];
}

/** Flags and a number of 33 bits make one that is exact. */
export const FLAG_SPAN = ALL_FLAGS + 1;
export const idOf = (packed: number): number => Math.floor(packed / FLAG_SPAN);
export const heldOf = (packed: number): number => packed % FLAG_SPAN;

export const packed = (eb: ExpressionBuilder<Schema, 'account' | 'domain'>) =>
  sql<number>`account.id * ${sql.lit(FLAG_SPAN)} + ${countedFlags(columnsOf(eb))}`.as('packed');

const packedOf = (db: Kysely<Schema>) =>
  db
    .selectFrom('domain')
    .crossJoin('address')
    .crossJoin('account')
    .select(packed)
    .where('domain.id', '=', 0)
    .whereRef('address.domain_id', '=', 'domain.id')
    .where('address.local', '>', '')
    .whereRef('account.id', '=', 'address.id')
    .orderBy('address.local')
    .limit(RANGE_ROWS);

const heldAbove = (db: Kysely<Schema>) =>
  db
    .selectFrom('account')
    .crossJoin('domain')
    .select(packed)
    .where('account.id', '>', 0)
    .whereRef('domain.id', '=', 'account.domain_id')
    .orderBy('account.id')
    .limit(RANGE_ROWS);

export interface From {
  readonly domain: string;
  /** Behind this one. */
  readonly local: string;
}

export interface SpanRequest {
  readonly from?: From | undefined;
  /** Leaves domains out that grant nothing of it. */
  readonly granting?: number | undefined;
  /** Called between two spans; may throw. */
  readonly check: () => void;
}

interface DomainToRead {
  readonly id: number;
  readonly name: string;
}

function domainsToRead({ db, raw }: Connection, { from, granting }: SpanRequest): DomainToRead[] {
  let query = db.selectFrom('domain').select(['id', 'name']).where('present', '=', 1).orderBy('name');
  if (from) query = query.where('name', '>=', from.domain);
  if (granting !== undefined) query = query.where(sql<boolean>`flags & ${granting} <> 0`);
  const { sql: text, parameters } = query.compile();
  return raw.prepare<unknown[], DomainToRead>(text).all(...parameters);
}

/** In the order of lists. To be read to its end, or left, within one transaction. */
export function* readSpans(connection: Connection, request: SpanRequest): Generator<Span> {
  const { db, raw } = connection;
  const read = plucker<number>(raw, packedOf(db));
  const localOf = plucker<string>(raw, db.selectFrom('address').select('local').where('id', '=', 0));
  for (const domain of domainsToRead(connection, request)) {
    let local = request.from?.domain === domain.name ? request.from.local : '';
    for (;;) {
      request.check();
      const packed = read(domain.id, local, RANGE_ROWS);
      if (packed.length > 0) yield { domain, packed };
      if (packed.length < RANGE_ROWS) break;
      local = localOf(idOf(packed.at(-1) ?? 0))[0] ?? '';
    }
  }
}

/** To be called within one transaction. */
export function readRoster(connection: Connection, check: () => void): { roster: Roster; held: Held } {
  const { raw } = connection;
  const count = Number(raw.prepare('select count(*) from account').pluck().get());
  const ids = new Uint32Array(count);
  const held = new Uint32Array(count);
  const domains: RosterDomain[] = [];
  let at = 0;
  for (const { domain, packed } of readSpans(connection, { check })) {
    const known = domains.at(-1)?.id === domain.id ? domains.pop() : undefined;
    const from = known?.from ?? at;
    for (const one of packed) {
      ids[at] = idOf(one);
      held[at] = heldOf(one);
      at += 1;
    }
    domains.push({ ...domain, from, to: at });
  }
  return { roster: rosterOf(ids.subarray(0, at), domains), held: held.subarray(0, at) };
}

export const rosterOf = (ids: Uint32Array, domains: readonly RosterDomain[]): Roster => ({
  ids,
  domains,
  positionOf: indexOf(ids),
});

/** Services may change without the order: then only they are read anew. To be called within one transaction. */
export function readHeld({ db, raw }: Connection, roster: Roster, check: () => void): Held {
  const read = plucker<number>(raw, heldAbove(db));
  const held = new Uint32Array(roster.ids.length);
  for (let above = 0; ; ) {
    check();
    const packed = read(above, RANGE_ROWS);
    for (const one of packed) {
      const at = roster.positionOf(idOf(one));
      if (at !== undefined) held[at] = heldOf(one);
    }
    if (packed.length < RANGE_ROWS) return held;
    above = idOf(packed.at(-1) ?? 0);
  }
}

/** Made when it is asked first. */
function indexOf(ids: Uint32Array): (id: number) => number | undefined {
  let places: Uint32Array | undefined;
  const make = (): Uint32Array => {
    const made = new Uint32Array(ids.reduce((last, id) => Math.max(last, id), 0) + 1);
    for (let at = 0; at < ids.length; at++) made[ids[at] ?? 0] = at + 1;
    return made;
  };
  return (id) => {
    places ??= make();
    const place = places[id] ?? 0;
    return place === 0 ? undefined : place - 1;
  };
}

/** The domain's positions; none if it has no accounts. */
export function domainOf({ domains }: Roster, name: string): { readonly from: number; readonly to: number } {
  let [low, high] = [0, domains.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((domains[middle]?.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  const found = domains[low];
  const at = found?.from ?? domains.at(-1)?.to ?? 0;
  return found?.name === name ? found : { from: at, to: at };
}
