/** Accounts of a mask, and those that a search finds among them, in the order of lists. */
import type { AccountMask } from '../../core/accounts/mask.ts';
import { searchKey } from '../../core/accounts/search.ts';
import { accountPage, cursorOf, decodeCursor } from '../accounts/pages.ts';
import { accountMaskOf } from '../accounts/parsing.ts';
import { accountRow, accountsOfIds, type FoundAccount } from '../accounts/rows.ts';
import type { TaskFunction } from '../store/task-context.ts';
import type { CountedPage, TaskInput } from '../store/tasks.ts';
import { accountCount, domainCounts } from './counts.ts';
import { findPositions } from './find.ts';
import { type Lists, listsOf, type Positions } from './known.ts';
import { domainOf, type Roster } from './roster.ts';
import { addressAt, type SearchText } from './search-text.ts';

type Input = TaskInput<'list-accounts'>;
type Found = CountedPage<FoundAccount>;

/** Rows to skip for which nothing needs to be kept. */
const NEAR = 5_000;
const ATTEMPTS = 3;

export const listAccounts: TaskFunction<'list-accounts'> = async (input, context) => {
  const lists = listsOf(context);
  const mask = accountMaskOf(input.mask);
  const page =
    searchKey(input.search) === '' ? await unsearched(lists, input, mask) : await searched(lists, input, mask);
  return { ...page, rows: page.rows.map(accountRow) };
};

/** By the indexes, unless many rows are to be skipped. */
async function unsearched(lists: Lists, input: Input, mask: AccountMask): Promise<Found> {
  const { db } = lists.context.connection;
  const far = input.cursor === null && input.offset > NEAR && mask.local.kind === 'all';
  if (far) return sliced(lists, input, async () => wholeOf(await lists.roster(), mask));
  const page = await accountPage(db, { ...input, mask });
  return { ...page, total: await totalOf(lists, mask) };
}

async function totalOf(lists: Lists, { local, domain }: AccountMask): Promise<number | null> {
  if (local.kind !== 'all') return null;
  if (domain === null) return accountCount(lists);
  const { db } = lists.context.connection;
  const found = await db.selectFrom('domain').select('id').where('name', '=', domain).executeTakeFirst();
  return found ? (domainCounts(lists).get(found.id) ?? 0) : 0;
}

/** Positions that follow each other need no list of them. */
interface Places {
  readonly length: number;
  readonly at: (place: number) => number;
}

function wholeOf(roster: Roster, { domain }: AccountMask): Places {
  const { from, to } = domain === null ? { from: 0, to: roster.ids.length } : domainOf(roster, domain);
  return { length: to - from, at: (place) => from + place };
}

const searched = (lists: Lists, input: Input, mask: AccountMask): Promise<Found> =>
  sliced(lists, input, async () => {
    const key = searchKey(input.search);
    const question = { key: JSON.stringify(['accounts', mask, key]), ofSeats: false, asOf: null, goesOn: false };
    const positions = await lists.answer(question, async () => {
      const { roster, text } = await lists.searchText();
      return within(roster, text, mask, findPositions(text, key));
    });
    return { length: positions.length, at: (place) => positions[place] ?? 0 };
  });

function within(roster: Roster, text: SearchText, { local, domain }: AccountMask, found: Positions): Positions {
  const { from, to } = domain === null ? { from: 0, to: roster.ids.length } : domainOf(roster, domain);
  const ofDomain = domain === null ? found : found.subarray(firstFrom(found, from), firstFrom(found, to));
  if (local.kind === 'all') return ofDomain.slice();
  const wanted = Buffer.from(local.kind === 'one' ? `${local.local}@` : local.from);
  return ofDomain.filter((at) => addressAt(text, at).subarray(0, wanted.length).equals(wanted));
}

/** The first place whose position is not below. */
function firstFrom(positions: Positions, position: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A page of what `make` gives; once more when accounts went away that nobody was told of yet. */
async function sliced(lists: Lists, input: Input, make: () => Promise<Places>): Promise<Found> {
  const { db } = lists.context.connection;
  for (let attempt = 1; ; attempt++) {
    const places = await make();
    const roster = await lists.roster();
    const first = input.cursor === null ? input.offset : await placeBehind(lists, input, places);
    const end = Math.min(places.length, first + input.limit);
    const ids: number[] = [];
    for (let place = first; place < end; place++) ids.push(roster.ids[places.at(place)] ?? 0);
    const rows = await accountsOfIds(db, ids);
    if (rows.length < ids.length && attempt < ATTEMPTS) {
      lists.forget();
      continue;
    }
    const last = rows.at(-1);
    return { rows, next: end < places.length && last ? cursorOf(last) : null, total: places.length };
  }
}

/** Only searches go on behind a cursor this way: their text is there. Throws INPUT_INVALID. */
async function placeBehind(lists: Lists, { cursor, mask }: Input, places: Places): Promise<number> {
  const after = decodeCursor(cursor ?? '', accountMaskOf(mask));
  const { roster, text } = await lists.searchText();
  const { from, to } = domainOf(roster, after.domain);
  const wanted = Buffer.from(after.local);
  const isBehind = (position: number): boolean => {
    if (position < from || position >= to) return position >= to;
    const address = addressAt(text, position);
    return address.subarray(0, address.lastIndexOf('@')).compare(wanted) > 0;
  };
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(places.at(middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}
