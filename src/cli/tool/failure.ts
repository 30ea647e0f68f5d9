/** Every error of `tool`, whatever threw it, as words and an exit code. */

import { ORPCError } from '@orpc/client';
import { CommanderError } from 'commander';
import { JobError, type ShownError, shownError } from '../../contract/client.ts';
import { describeError, ERRORS, SeatkeeperError } from '../../contract/errors.ts';

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** An error with facts of its own beside the words: they join the JSON document. */
export class ToolFailure extends SeatkeeperError {
  readonly facts: object;
  readonly lines: readonly string[];
  constructor(error: SeatkeeperError, facts: object, lines: readonly string[]) {
    super(error.code, error.params);
    this.facts = facts;
    this.lines = lines;
  }
}

export const usageError = (detail: string, command: string): SeatkeeperError =>
  new SeatkeeperError('USAGE', { detail, command });

/** A name or a value may be taken for an option. */
const VALUES_WITH_HYPHEN = '(a value that begins with - goes after --)';

function ofCommander(error: CommanderError, command: string): SeatkeeperError {
  const [sentence = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const hint = error.code === 'commander.unknownOption' ? VALUES_WITH_HYPHEN : suggestion;
  const detail = hint === '' ? sentence : `${sentence} ${hint}`;
  return usageError(detail.replace(/[.]$/, ''), command);
}

/** `command` is what was asked for as far as it was understood, e.g. `tool create account`. */
export function failureOf(thrown: unknown, command: string): ShownError {
  if (thrown instanceof CommanderError) return shownError(ofCommander(thrown, command));
  if (thrown instanceof SeatkeeperError || thrown instanceof JobError || thrown instanceof ORPCError)
    return shownError(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') return shownError(new SeatkeeperError('CANCELLED'));
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'INTERNAL', ...describeError('INTERNAL', { correlationId: `tool: ${reason}` }) };
}

export const exitCodeOf = (failure: ShownError): ExitCode => ERRORS[failure.code].exit;
