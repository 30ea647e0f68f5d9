/** The service programs of a simulated machine: as `service/programs` would run them (LICENSING 5). */
import type { ProgramResult } from '../core/lifecycle/programs.ts';
import type { ModuleId } from '../core/seats/modules.ts';
import type { Action } from '../service/programs/programs.ts';
import type { Machine, Service } from './machine.ts';

/** Programs of these modules do not do what they should. */
export interface BrokenPrograms {
  readonly how: 'fail' | 'hang';
  readonly modules: readonly ModuleId[];
}

/** A program that hangs is ended after so long. */
const TIMEOUT_MS = 30_000;

export interface ProgramsOf {
  readonly machine: Machine;
  readonly broken: readonly BrokenPrograms[];
  readonly wait: (ms: number) => Promise<void>;
}

/** `failures`: earlier tries of the same wish. */
export type Wish = [action: Action, modules: 'all' | readonly ModuleId[], failures: number];

export async function perform(
  { machine, broken, wait }: ProgramsOf,
  ...[action, which, failures]: Wish
): Promise<ProgramResult> {
  const done: ModuleId[] = [];
  const failed: { module: ModuleId; detail: string }[] = [];
  const faultOf = (id: ModuleId): BrokenPrograms | undefined => broken.find(({ modules }) => modules.includes(id));
  const wanted = [...machine.services].filter(([id]) => which === 'all' || which.includes(id));
  if (wanted.some(([id, service]) => needed(action, service) && faultOf(id)?.how === 'hang')) await wait(TIMEOUT_MS);
  for (const [id, service] of wanted) {
    if (!needed(action, service)) {
      // What somebody else has stopped before is not Seatkeeper's to start again.
      if (action === 'start' || failures > 0) done.push(id);
      continue;
    }
    const fault = faultOf(id);
    if (fault) failed.push({ module: id, detail: fault.how === 'hang' ? 'it did not end in time' : 'exit code 1' });
    else {
      service.running = action === 'start';
      service.stoppedBy = action === 'start' ? 'nobody' : 'seatkeeper';
      done.push(id);
    }
  }
  return { action, done, failed };
}

const needed = (action: Action, { running }: Service): boolean => running !== (action === 'start');
