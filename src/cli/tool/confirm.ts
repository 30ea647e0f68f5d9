import { createInterface } from 'node:readline/promises';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Call } from './command.ts';
import { usageError } from './failure.ts';

/** Without a terminal nobody can be asked: USAGE unless --yes. Call it before anything is looked up. */
export function mustBeAnswerable(call: Call): void {
  if (call.options.yes === true) return;
  const { stdin, stderr } = call.context.io.isTty;
  if (stdin && stderr) return;
  throw usageError('without a terminal, deleting needs --yes', call.command);
}

/** Asks on stderr. Anything but y or yes: CANCELLED. */
export async function confirm(call: Call, question: string): Promise<void> {
  if (call.options.yes === true) return;
  const { io, progress, signal } = call.context;
  progress.clear();
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  // The end of the input is a no.
  const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question(`${question} [y/N] `, { signal }), ended]).finally(() =>
    prompt.close(),
  );
  if (!/^y(es)?$/i.test(answer.trim())) throw new SeatkeeperError('CANCELLED');
}
