/**
 * What the thread of lists keeps between two questions, because it costs time to make: nothing before somebody asks,
 * nothing of a state of the accounts that is over, and nothing for longer than the thread lives (see store/open.ts).
 */
import type { Connection } from '../store/sqlite/connection.ts';
import type { TaskContext } from '../store/task-context.ts';
import { type Roster, readRoster } from './roster.ts';
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
  readonly accounts: number;
  roster: Roster | undefined;
  /** SQLite's number of the state that the roster shows. */
  state: number;
  text: SearchText | undefined;
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

const nothing = (accounts: number): Known => ({
  accounts,
  roster: undefined,
  state: 0,
  text: undefined,
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

/** To be asked for at the beginning of each task, before anything is read. */
export function listsOf(context: TaskContext): Lists {
  const { connection } = context;
  const versions = context.versions();
  const stored = ofConnection.get(connection);
  let known = stored?.accounts === versions.accounts ? stored : nothing(versions.accounts);
  ofConnection.set(connection, known);

  const read = (withText: boolean): Promise<Roster> =>
    context.snapshot(async () => {
      const state = readState(connection);
      if (!known.roster || (withText && state !== known.state)) {
        known.answers.clear();
        known.text = undefined;
        known.roster = readRoster(connection, context.check);
        known.state = state;
      }
      if (withText) known.text ??= readSearchText(connection, known.roster, context.check);
      return known.roster;
    });

  return {
    context,
    knownRoster: () => known.roster,
    roster: async () => known.roster ?? read(false),
    async searchText() {
      const roster = known.roster && known.text ? known.roster : await read(true);
      return { roster, text: known.text ?? [] };
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
      known = nothing(versions.accounts);
      ofConnection.set(connection, known);
    },
  };
}
