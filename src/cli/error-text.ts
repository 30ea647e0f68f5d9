/** What a person at a terminal reads when a program could not do its work: what happened, and what to do. */
import { SeatkeeperError } from '../contract/errors.ts';

export function errorText(error: unknown): string {
  if (error instanceof SeatkeeperError) return `${error.message}\n${error.next}`;
  // Nobody expected it: its stack is what a report needs.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
