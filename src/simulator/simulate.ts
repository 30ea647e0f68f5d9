/** `npm run simulate`: thousands of servers live through years of faults; every invariant is checked at every step. */
import { parseArgs } from 'node:util';
import { type Fleet, runServers, type ServerResult, scenarioOf, summarize } from './fleet.ts';
import { summaryLines, violationLines } from './report.ts';
import { shrink } from './shrink.ts';
import { lineOf } from './tell.ts';
import { runThreads } from './threads.ts';
import { run } from './world.ts';

const USAGE = `usage: npm run simulate -- [--servers N] [--days D] [--seed S] [--only I]
  --servers N   how many servers, each with a vendor, a network and people of its own (200)
  --days D      how long each of them lives (365)
  --seed S      any text; the same seed gives the same trace (1)
  --only I      only server number I of them, with its whole trace`;

const MOST_DAYS = 20_000;
const MOST_SERVERS = 10_000_000;

type Wish = Fleet & { readonly only: number | undefined };

/** Undefined: not understood. */
function wishOf(args: readonly string[]): Wish | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        servers: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        only: { type: 'string' },
      },
    });
    const servers = whole(values.servers ?? '200', MOST_SERVERS);
    const days = whole(values.days ?? '365', MOST_DAYS);
    const only = values.only === undefined ? undefined : whole(values.only, MOST_SERVERS);
    return { servers, days, seed: values.seed ?? '1', only };
  } catch {
    return undefined;
  }
}

function whole(text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(text);
  return value;
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const quoted = (seed: string): string => (/^[\w.-]+$/.test(seed) ? seed : `'${seed.replaceAll("'", "'\\''")}'`);

/** Returns the exit code: 0; 1 an invariant was broken; 2 not understood. `worker`: this program's file. */
export async function simulate(args: readonly string[], worker: URL): Promise<number> {
  const wish = wishOf(args);
  if (!wish) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const begun = performance.now();
  const results = await resultsOf(wish, worker);
  const summary = summarize(results);
  if (summary.broken) return tellBroken(wish, summary.broken);
  const fleet = wish.only === undefined ? wish : { ...wish, servers: 1 };
  for (const line of summaryLines(fleet, summary, (performance.now() - begun) / 1000)) print(line);
  return 0;
}

async function resultsOf(wish: Wish, worker: URL): Promise<ServerResult[]> {
  if (wish.only === undefined) return runThreads(wish, worker, process.stderr.isTTY ? progressOf(wish) : undefined);
  const { lines } = await run(scenarioOf(wish, wish.only), { keepLines: true });
  for (const { at, server, text, routine } of lines) if (!routine) print(lineOf(at, server, text));
  return runServers(wish, wish.only, wish.only);
}

const progressOf =
  ({ servers }: Fleet) =>
  (done: number): void => {
    process.stderr.write(`\r${done} of ${servers} servers${done === servers ? '\n' : ''}`);
  };

async function tellBroken(wish: Wish, { server, violation }: ServerResult): Promise<number> {
  const scenario = scenarioOf(wish, server);
  const shrunk = await shrink(scenario, (candidate) => run(candidate, { keepLines: true }));
  const command = `npm run simulate -- --days ${wish.days} --seed ${quoted(wish.seed)} --only ${server}`;
  const found = shrunk?.outcome.violation ?? violation;
  if (!shrunk || !found) throw new Error(`server ${server} broke an invariant once, and not again`);
  print('');
  for (const line of violationLines(scenario, shrunk, found, command)) print(line);
  return 1;
}
