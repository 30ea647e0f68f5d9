/** Many servers, each in a world of its own. */
import { DAY } from '../core/calendar.ts';
import { draw } from './draw.ts';
import type { Scenario } from './scenario.ts';
import { createTrace } from './trace.ts';
import { type RunOptions, run, type Violation } from './world.ts';

export interface Fleet {
  readonly servers: number;
  readonly days: number;
  readonly seed: string;
}

export interface ServerResult {
  readonly server: number;
  readonly hash: string;
  readonly steps: number;
  /** Server time that was lived, ms. */
  readonly lived: number;
  readonly violation?: Violation;
}

/** The scenario of one server of a fleet, counted from 1; the same in a fleet of any size. */
export const scenarioOf = ({ seed, days }: Pick<Fleet, 'seed' | 'days'>, server: number): Scenario =>
  draw(`${seed}/${server}`, days);

/** Servers `from` to `to`, both included. */
export async function runServers(
  fleet: Pick<Fleet, 'seed' | 'days'>,
  from: number,
  to: number,
  options?: RunOptions,
): Promise<ServerResult[]> {
  const results: ServerResult[] = [];
  for (let server = from; server <= to; server += 1) {
    const { hash, steps, lived, violation } = await run(scenarioOf(fleet, server), options);
    results.push({ server, hash, steps, lived, ...(violation ? { violation } : {}) });
  }
  return results;
}

export interface Summary {
  readonly years: number;
  readonly steps: number;
  /** Of all servers' traces, in order: 16 hexadecimal digits. */
  readonly hash: string;
  /** Of the first server that broke an invariant. */
  readonly broken: ServerResult | undefined;
}

export function summarize(results: readonly ServerResult[]): Summary {
  const inOrder = [...results].sort((a, b) => a.server - b.server);
  const trace = createTrace(false);
  for (const { server, hash } of inOrder) trace.tell(server, '', hash);
  return {
    years: inOrder.reduce((sum, { lived }) => sum + lived, 0) / (365 * DAY),
    steps: inOrder.reduce((sum, { steps }) => sum + steps, 0),
    hash: trace.hash(),
    broken: inOrder.find(({ violation }) => violation),
  };
}
