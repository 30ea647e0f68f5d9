/** One customer's world: a vendor, a network, a server and its clones, and what the scenario does to them. */
import { DAY, HOUR } from '../core/calendar.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { apply, type Snapshot, takeSnapshot } from './apply.ts';
import { emptyDisk } from './disk.ts';
import type { Check } from './invariants/check.ts';
import { INVARIANTS } from './invariants/invariants.ts';
import { observe } from './invariants/observe.ts';
import { retrieve } from './licensing.ts';
import { createMachine } from './machine.ts';
import { createNetwork } from './network.ts';
import { createOperator, doTo } from './operator.ts';
import { randomOf } from './random.ts';
import { RULES, type Rules } from './rules.ts';
import type { Fault, Scenario } from './scenario.ts';
import { boot, createServer, type Server, type Surroundings } from './server.ts';
import { describeFault, tellEffects } from './tell.ts';
import { createTrace, type Line } from './trace.ts';
import { createVendor } from './vendor.ts';

export interface World extends Surroundings {
  readonly servers: Server[];
  /** By the fault that goes back to it. */
  readonly snapshots: Map<Fault, Snapshot>;
  after(ms: number, what: string, work: () => void): void;
  adopt(server: Server): void;
  /** A number that was never there before. */
  fresh(): number;
  /** The operator retrieves the license that was bought, after so long, daily until it works. */
  buy(after: number): void;
}

export interface Violation {
  /** Name of the invariant. */
  readonly invariant: string;
  readonly at: number;
  readonly server: string;
  readonly text: string;
}

export interface Outcome {
  readonly violation: Violation | undefined;
  readonly hash: string;
  readonly lines: readonly Line[];
  /** Steps of the watch that were decided. */
  readonly steps: number;
  /** Server time that was lived, ms. */
  readonly lived: number;
}

export interface RunOptions {
  readonly rules?: Rules;
  readonly keepLines?: boolean;
  readonly skipLooks?: boolean;
  /** Those to check; all of them. */
  readonly checks?: readonly Check[];
}

/** From the end of one work to the beginning of the next that waits for it: so many promises at most, and some more. */
const HOPS = 6;
const MOST_HOPS = 100_000;

const isWorking = ({ process }: Server): boolean => !process.over && process.running > 0;

/** Resolves when everybody waits for time to pass. Turns of Node's event loop would take most of the time. */
async function settled(servers: readonly Server[]): Promise<void> {
  if (!servers.some(isWorking)) return;
  for (let [quiet, hops] = [0, 0]; quiet < HOPS; hops += 1) {
    if (hops > MOST_HOPS) throw new Error('a simulated service does not come to rest');
    await undefined;
    quiet = servers.some(isWorking) ? 0 : quiet + 1;
  }
}

/** Lives through a scenario, until its end or the first violation. */
export async function run(scenario: Scenario, options: RunOptions = {}): Promise<Outcome> {
  const { rules = RULES, keepLines = false, skipLooks = true, checks = INVARIANTS } = options;
  const { profile, start } = scenario;
  const end = start + scenario.days * DAY;
  const trace = createTrace(keepLines);
  const agenda: Agenda = createAgenda(start);
  const vendor = createVendor(agenda.now);
  const hears = createOperator(profile);
  let violation: Violation | undefined;
  let steps = 0;
  let used = 100;

  const fail = (server: Server, invariant: string, text: string): void => {
    violation ??= { invariant, at: agenda.now(), server: server.name, text };
  };
  const world: World = {
    agenda,
    rules,
    vendor,
    skipLooks,
    random: randomOf(`${scenario.seed} chance`),
    network: createNetwork(),
    servers: [],
    snapshots: new Map(),
    fresh: () => used++,
    committed: (server, moment) => {
      steps += 1;
      tellEffects(trace, server, moment);
      hears(server, moment);
    },
    unexpected: (server, error) =>
      fail(server, 'no-surprises', error instanceof Error ? (error.stack ?? '') : String(error)),
    after: (ms, what, work) => {
      agenda.at(agenda.now() + ms, () => {
        trace.tell(agenda.now(), '', what);
        work();
      });
    },
    adopt: (server) => {
      world.servers.push(server);
      server.observer = observe(server, checks, (invariant, text) => fail(server, invariant, text));
    },
    buy: (after) => world.after(after, 'the license that was bought is retrieved', buying),
  };

  const server = createServer('server', world, createMachine(profile.programs), emptyDisk(profile.timeZone));
  const buying = (): void => {
    const wanted = vendor.newest()?.id;
    if (server.disk.license?.order.id === wanted) return;
    doTo(server, (life) => retrieve(life, world.network.works() ? 'online' : 'file'));
    agenda.at(agenda.now() + DAY, buying);
  };
  const { everyDays, graceDays, items, trialDays } = profile;
  const sell = (expires: number | null): void => {
    vendor.sell({ everyDays, graceDays, items, expires });
  };
  world.adopt(server);
  boot(server);
  if (profile.license !== 'none') {
    sell(profile.license === 'trial' ? start + trialDays * DAY : null);
    world.buy(HOUR);
  }
  if (profile.license !== 'full' && profile.buysAfter !== null) {
    agenda.at(start + profile.buysAfter, () => sell(null));
    world.buy(profile.buysAfter + HOUR);
  }
  for (const fault of scenario.faults) {
    if (fault.kind !== 'snapshot') continue;
    agenda.at(start + Math.max(0, fault.at - fault.age), () => world.snapshots.set(fault, takeSnapshot(server)));
  }
  /** One at a time: the agenda stays short. */
  const scheduleFault = (index: number): void => {
    const fault = scenario.faults[index];
    if (!fault) return;
    agenda.at(start + fault.at, () => {
      trace.tell(agenda.now(), '', describeFault(fault));
      apply(world, fault, server);
      scheduleFault(index + 1);
    });
  };
  scheduleFault(0);

  await settled(world.servers);
  while (!violation && agenda.step(end)) {
    await settled(world.servers);
    for (const one of world.servers) one.observer.quiet();
  }
  for (const one of world.servers) one.process.over = true;
  return { violation, hash: trace.hash(), lines: trace.lines, steps, lived: agenda.now() - start };
}
