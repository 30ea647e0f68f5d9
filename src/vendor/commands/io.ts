/** What a command of the licensing server reads and writes; tests pass their own. */
import { describeError, ERRORS, SeatkeeperError } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';

export interface VendorIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** `serve` ends when this is aborted. */
  readonly stop: AbortSignal;
}

/** Exit codes of INTERFACES 2. */
export const EXIT_DONE = 0;
export const EXIT_USAGE = 2;

export const line = (io: VendorIo, text: string): void => io.stdout(`${text}\n`);

export const json = (io: VendorIo, value: unknown): void => line(io, JSON.stringify(value, undefined, 1));

/** Says what went wrong and what to do, and returns the exit code. Only a bug shows its stack. */
export function reportError(io: VendorIo, error: unknown, asJson: boolean): number {
  if (!(error instanceof SeatkeeperError)) {
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return ERRORS.INTERNAL.exit;
  }
  const { code, params } = error;
  const { message, next } = describeError(code, params);
  if (asJson) json(io, { error: { code, message, next, params } });
  io.stderr(`${message}\n${next}\n`);
  return ERRORS[code].exit;
}
