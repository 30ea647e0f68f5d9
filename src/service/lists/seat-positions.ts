/** Which positions of the roster a list of a module shows, in its order. */

import { searchKey } from '../../core/accounts/search.ts';
import { noneFirst, type SeatSort } from '../../core/seats/order.ts';
import { unusedSince } from '../../core/seats/unused.ts';
import { isUnusedScope } from '../seats/unused.ts';
import { plucker } from '../store/sqlite/pluck.ts';
import type { SeatQuestion } from '../store/tasks.ts';
import { findPositions } from './find.ts';
import type { Lists, Positions } from './known.ts';
import type { Roster } from './roster.ts';
import type { SearchText } from './search-text.ts';
import { accessKeys, overLimit, seatKeys, trialKeys } from './seat-keys.ts';
import { sortByName } from './sort-names.ts';
import { sortByNumber } from './sort-numbers.ts';

/** `goesOn`: for a page behind the first. */
export function seatPositions(lists: Lists, question: SeatQuestion, goesOn: boolean): Promise<Positions> {
  const { mask, counted, over, unused, sort, descending } = question;
  const search = searchKey(question.search);
  const key = JSON.stringify(['seats', mask, counted, over, unused?.days, search, sort, descending]);
  const ofSeats = over || unused !== null || (sort !== 'address' && sort !== 'name');
  return lists.answer({ key, ofSeats, asOf: unused?.now ?? null, goesOn }, async () => {
    // Both at once: a text read later may be of another state.
    const { roster, text } = search === '' && sort !== 'name' ? await withoutText(lists) : await lists.searchText();
    const found = search === '' ? everyPosition(roster) : findPositions(text, search);
    const shown = await filtered(lists, roster, found, question);
    return sorted({ lists, roster, text }, shown, question);
  });
}

interface Sources {
  readonly lists: Lists;
  readonly roster: Roster;
  readonly text: SearchText;
}

const withoutText = async (lists: Lists) => ({ roster: await lists.roster(), text: [] });

function everyPosition({ ids }: Roster): Positions {
  const positions = new Uint32Array(ids.length);
  for (let at = 0; at < positions.length; at++) positions[at] = at;
  return positions;
}

async function filtered(lists: Lists, roster: Roster, all: Positions, question: SeatQuestion): Promise<Positions> {
  const { mask, counted, over, unused } = question;
  const { connection, snapshot } = lists.context;
  const held = counted === 'all' ? undefined : await lists.held();
  return snapshot(async (db) => {
    let shown = all;
    if (counted !== 'all') {
      const wanted = counted === 'counted';
      shown = shown.filter((at) => (((held?.[at] ?? 0) & mask) !== 0) === wanted);
    }
    if (over) shown = only(shown, roster, overLimit(connection, mask));
    if (unused) {
      const before = unusedSince(unused.days, unused.now);
      const ids = db
        .selectFrom('account')
        .innerJoin('domain', 'domain.id', 'account.domain_id')
        .select('account.id')
        .where(isUnusedScope(mask, before));
      shown = only(shown, roster, plucker<number>(connection.raw, ids)());
    }
    return shown;
  });
}

function only(positions: Positions, roster: Roster, ids: readonly number[]): Positions {
  const marks = new Uint8Array(roster.ids.length);
  for (const id of ids) {
    const at = roster.positionOf(id);
    if (at !== undefined) marks[at] = 1;
  }
  return positions.filter((at) => marks[at] === 1);
}

async function sorted({ lists, roster, text }: Sources, shown: Positions, question: SeatQuestion): Promise<Positions> {
  const { sort, descending } = question;
  if (sort === 'address') return descending ? shown.reverse() : shown;
  if (sort === 'name') return sortByName(shown, text, descending);
  const keys = await lists.context.snapshot(async () => keysOf(lists, roster, sort, question.mask));
  return sortByNumber(shown, keys, { descending, noneFirst: noneFirst(sort, descending) });
}

function keysOf(lists: Lists, roster: Roster, sort: Exclude<SeatSort, 'address' | 'name'>, mask: number): Float64Array {
  const { connection } = lists.context;
  if (sort === 'seat') return seatKeys(connection, roster, mask);
  if (sort === 'trial-end') return trialKeys(connection, roster, mask);
  return accessKeys(connection, roster, mask, sort === 'first-access' ? 'first' : 'last');
}
