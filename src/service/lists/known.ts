/**
 * What the thread of lists keeps between two questions, because it costs time to make: nothing before somebody asks,
 * nothing of a state of the accounts that is over, and nothing for longer than the thread lives (see store/open.ts).
 */
import type { Connection } from '../store/sqlite/connection.ts';
import type { TaskContext } from '../store/task-context.ts';
import { CHANGED } from '../store/versions.ts';
import { followAddresses, followGone, type Kept } from './patch.ts';
import { type Held, type Roster, readHeld, readRoster } from './roster.ts';
import { readSearchText, type SearchText } from './search-text.ts';

/** Positions of the roster, in a list's order. */
export type Positions = Uint32Array;

interface Answer {
  readonly positions: Positions;
  /** Version of the seats that it shows; null: it shows none. */
  readonly seats: number | null;
  /** The instant for which it was asked, epoch ms; null: it depends on none. */
  readonly asOf: number | null;
}

interface Known {
  /** Entries of the log of changes that are in it; those that came while it was read may be in it too. */
  readonly upTo: number;
  kept: Kept | undefined;
  /** SQLite's number of the state that was read; undefined: changes were followed since. */
  state: number | undefined;
  readonly answers: Map<string, Answer>;
  readonly numbers: Map<string, unknown>;
}

export interface Question {
  readonly key: string;
  /** It shows who has a seat, or when it was used. */
  readonly ofSeats: boolean;
  /** Epoch ms; null: it depends on no instant. */
  readonly asOf: number | null;
  /** A page behind the first: rows must not change their places because somebody has signed in meanwhile. */
  readonly goesOn: boolean;
}

export interface Lists {
  readonly context: TaskContext;
  /** If it is there and up to date: reading it takes a moment. */
  knownRoster(): Roster | undefined;
  roster(): Promise<Roster>;
  /** Of the roster that was given last. */
  held(): Promise<Held>;
  /** If it is there and up to date: reading it takes a moment. */
  knowsHeld(): boolean;
  searchText(): Promise<{ readonly roster: Roster; readonly text: SearchText }>;
  /** The last few answers are kept. */
  answer(question: Question, make: () => Promise<Positions>): Promise<Positions>;
  /** A fact about all accounts, read once for each of their states. */
  fact<T>(name: string, read: () => T): T;
  /** What is kept has turned out to be of another state. */
  forget(): void;
}

/** At 1,000,000 accounts each may take 4 MB. */
const ANSWERS_KEPT = 4;
/** “Unused for N days” may be so old. */
const INSTANT_KEPT_MS = 60_000;

const nothing = (upTo: number): Known => ({
  upTo,
  kept: undefined,
  state: undefined,
  answers: new Map(),
  numbers: new Map(),
});

const ofConnection = new WeakMap<Connection, Known>();

function readState({ raw }: Connection): number {
  // The first read begins the transaction's view of the file.
  raw.prepare('select 1 from domain limit 1').get();
  return Number(raw.pragma('data_version', { simple: true }));
}

function fits(answer: Answer, question: Question, seats: number): boolean {
  if (question.goesOn) return true;
  if (question.asOf !== null && Math.abs(question.asOf - (answer.asOf ?? 0)) > INSTANT_KEPT_MS) return false;
  return answer.seats === null || answer.seats === seats;
}

/** What was kept, as the accounts are now. Whoever is about to commit has logged it: what this view shows is in the log. */
function upToDate({ connection, changesSince, versions }: TaskContext): Known {
  const known = ofConnection.get(connection) ?? nothing(versions().accounts);
  if (known.upTo === versions().accounts) return known;
  return connection.raw.transaction(() => {
    readState(connection);
    const { upTo, kinds, addresses } = changesSince(known.upTo);
    if (kinds.has(CHANGED.all)) return nothing(upTo);
    const sameAccounts = addresses.size === 0 && !kinds.has(CHANGED.gone);
    const numbers = sameAccounts ? known.numbers : new Map();
    let { kept } = known;
    if (kept && kinds.has(CHANGED.services)) kept = { ...kept, held: undefined };
    if (kept && kinds.has(CHANGED.gone)) kept = followGone(connection, kept);
    if (kept && addresses.size > 0) kept = followAddresses(connection, kept, addresses);
    return { ...nothing(upTo), kept, numbers };
  })();
}

/** To be asked for at the beginning of each task, before anything is read. */
export function listsOf(context: TaskContext): Lists {
  const { connection, check } = context;
  const versions = context.versions();
  let known = upToDate(context);
  ofConnection.set(connection, known);

  const read = (withText: boolean): Promise<Kept> =>
    context.snapshot(async () => {
      const state = readState(connection);
      if (!known.kept || (withText && state !== known.state)) {
        known.answers.clear();
        known.kept = { ...readRoster(connection, check), text: undefined };
        known.state = state;
      }
      const { roster, held } = known.kept;
      if (withText) known.kept = { roster, held, text: readSearchText(connection, roster, check) };
      return known.kept;
    });
  const roster = async (): Promise<Roster> => (known.kept ?? (await read(false))).roster;

  return {
    context,
    knownRoster: () => known.kept?.roster,
    roster,
    knowsHeld: () => known.kept?.held !== undefined,
    async held() {
      const of = await roster();
      const held = known.kept?.held ?? (await context.snapshot(async () => readHeld(connection, of, check)));
      known.kept = { roster: of, held, text: known.kept?.text };
      return held;
    },
    async searchText() {
      const kept = known.kept?.text ? known.kept : await read(true);
      return { roster: kept.roster, text: kept.text ?? [] };
    },
    async answer(question, make) {
      const found = known.answers.get(question.key);
      known.answers.delete(question.key);
      const good = found && fits(found, question, versions.seats);
      const positions = good ? found.positions : await make();
      const fresh = { positions, seats: question.ofSeats ? versions.seats : null, asOf: question.asOf };
      known.answers.set(question.key, good ? found : fresh);
      if (known.answers.size > ANSWERS_KEPT) known.answers.delete(known.answers.keys().next().value ?? '');
      return positions;
    },
    fact<T>(name: string, readFact: () => T): T {
      if (!known.numbers.has(name)) known.numbers.set(name, readFact());
      // Each name is used with one type.
      return known.numbers.get(name) as T;
    },
    forget() {
      known = nothing(known.upTo);
      ofConnection.set(connection, known);
    },
  };
}
