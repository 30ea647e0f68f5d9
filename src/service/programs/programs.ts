/** Stops, starts and asks the services of modules by the programs that seatkeeper.toml names (LICENSING 5). */
import type { ProgramResult } from '../../core/lifecycle/programs.ts';
import { MODULE_IDS, type ModuleId } from '../../core/seats/modules.ts';
import type { ServiceCommands } from '../service-commands.ts';
import type { ProgramEnd, RunProgram } from './run-program.ts';

export type Action = 'stop' | 'start';

/** The last program that was run for a module, in this life of the service. */
export interface LastRun extends ProgramEnd {
  readonly action: Action;
  /** Epoch ms. */
  readonly at: number;
}

export interface ProgramState {
  readonly module: ModuleId;
  /** Null: its status program says neither. */
  readonly running: boolean | null;
  /** Of the status program, in words. */
  readonly detail: string;
  readonly last: LastRun | null;
}

export interface Programs {
  /** Those that have programs. */
  readonly modules: readonly ModuleId[];
  /**
   * Runs what is needed, one action after the other, the modules of one at once. What an administrator had stopped
   * before is left out of a stop's result: it is not started again. `failures`: earlier tries of the same wish.
   */
  perform(action: Action, modules: 'all' | readonly ModuleId[], failures: number): Promise<ProgramResult>;
  /** By hand: runs the program in any case. */
  run(action: Action, module: ModuleId): Promise<LastRun>;
  states(): Promise<ProgramState[]>;
  /** Resolves when no program runs. */
  idle(): Promise<void>;
}

export interface ProgramsDeps {
  readonly services: Readonly<Partial<Record<ModuleId, ServiceCommands>>>;
  readonly run: RunProgram;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told of every program that has ended. */
  readonly ended: (module: ModuleId, run: LastRun) => void;
}

/** A service may need a moment to be gone after its stop program has ended. */
const SETTLE_MS = [200, 1_000, 2_000];
/** Asking must not hold anybody up for long. */
const STATUS_TIMEOUT_MS = 10_000;

export function createPrograms(deps: ProgramsDeps): Programs {
  const { services, run } = deps;
  const modules = MODULE_IDS.filter((id) => services[id] !== undefined);
  const last = new Map<ModuleId, LastRun>();
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  const ask = (commands: ServiceCommands): Promise<ProgramEnd> =>
    run(commands.status, Math.min(commands.timeoutMs, STATUS_TIMEOUT_MS));

  const command = async (action: Action, commands: ServiceCommands, ids: readonly ModuleId[]): Promise<LastRun> => {
    const at = deps.now();
    const ended: LastRun = { ...(await run(commands[action], commands.timeoutMs)), action, at };
    for (const id of ids) {
      last.set(id, ended);
      deps.ended(id, ended);
    }
    return ended;
  };

  const stillRuns = async (commands: ServiceCommands): Promise<boolean> => {
    for (const ms of SETTLE_MS) {
      if (runs(await ask(commands)) !== true) return false;
      await deps.sleep(ms);
    }
    return runs(await ask(commands)) === true;
  };

  /** Undefined: there was nothing to do, and nothing to undo later. Else why it failed; empty if it did not. */
  const achieve = async (
    action: Action,
    commands: ServiceCommands,
    ids: readonly ModuleId[],
    failures: number,
  ): Promise<string | undefined> => {
    const running = runs(await ask(commands));
    if (action === 'start' && running === true) return '';
    // Where an earlier try has failed, it was Seatkeeper that stopped it after all.
    if (action === 'stop' && running === false) return failures > 0 ? '' : undefined;
    const ended = await command(action, commands, ids);
    if (ended.outcome !== 'done') return ended.detail;
    if (action === 'stop' && (await stillRuns(commands))) return 'the service still runs after its stop program ended';
    return '';
  };

  /** Whoever asks while it is asked gets the same answer. */
  let asking: Promise<ProgramState[]> | undefined;
  const askAll = async (): Promise<ProgramState[]> => {
    const states = unitsOf(modules, services).map(async ({ commands, ids }) => {
      const end = await ask(commands);
      const detail = end.output.split('\n', 1)[0] || end.detail;
      return ids.map((module) => ({ module, running: runs(end), detail, last: last.get(module) ?? null }));
    });
    return (await Promise.all(states)).flat();
  };

  return {
    modules,
    perform: (action, which, failures) =>
      inTurn(async () => {
        const wanted = modules.filter((id) => which === 'all' || which.includes(id));
        const done: ModuleId[] = [];
        const failed: { module: ModuleId; detail: string }[] = [];
        const one = async ({ commands, ids }: Unit): Promise<void> => {
          const detail = await achieve(action, commands, ids, failures);
          if (detail === '') done.push(...ids);
          else if (detail !== undefined) failed.push(...ids.map((module) => ({ module, detail })));
        };
        await Promise.all(unitsOf(wanted, services).map(one));
        return { action, done, failed };
      }),
    async run(action, module) {
      const commands = services[module];
      if (!commands) throw new Error(`${module} has no programs`);
      return inTurn(() => command(action, commands, [module]));
    },
    states() {
      asking ??= askAll().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    idle: async () => {
      await queue;
    },
  };
}

/** Several modules may be one service: its programs run once. */
interface Unit {
  readonly commands: ServiceCommands;
  readonly ids: readonly ModuleId[];
}

function unitsOf(ids: readonly ModuleId[], services: ProgramsDeps['services']): Unit[] {
  const units = new Map<string, { commands: ServiceCommands; ids: ModuleId[] }>();
  for (const id of ids) {
    const commands = services[id];
    if (!commands) continue;
    const key = JSON.stringify(commands);
    const unit = units.get(key) ?? { commands, ids: [] };
    unit.ids.push(id);
    units.set(key, unit);
  }
  return [...units.values()];
}

/** Null: the status program could not be asked. */
function runs(end: ProgramEnd): boolean | null {
  if (end.outcome === 'done') return true;
  return end.outcome === 'failed' && end.exitCode !== null ? false : null;
}
