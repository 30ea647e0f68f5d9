import type { SeatkeeperError } from '../../contract/errors.ts';
import type { ExitCode } from './failure.ts';
import { type Output, printable, type ToolIo } from './io.ts';
import type { ServiceLink } from './link.ts';
import type { Progress } from './progress.ts';

/** What a command works with. */
export interface Context {
  /** Exactly one JSON document goes to stdout. */
  readonly json: boolean;
  /** `--data`, if given. */
  readonly dataFolder: string | undefined;
  readonly io: ToolIo;
  readonly out: Output;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Finds the control service on first use. SERVICE_NOT_RUNNING, NOT_SIGNED_IN. */
  readonly service: () => Promise<ServiceLink>;
  /** The answer is one, but not a good one: `check` says so with the exit code. */
  readonly exitWith: (code: ExitCode) => void;
}

/** What a command found or did: an object for programs, lines for people. */
export interface Answer {
  readonly json: object;
  readonly lines: readonly string[];
}

/** The one place where the answer of a command that is not a long list is printed. */
export async function answer(context: Context, result: Answer): Promise<void> {
  if (context.json) return context.out.write(`${JSON.stringify(result.json, null, 2)}\n`);
  if (result.lines.length > 0) await context.out.write(`${result.lines.map(printable).join('\n')}\n`);
}

/**
 * Prints a long list page by page: as lines, or as one JSON array with a line for each element. Holds one page.
 * Returns how many there were. Nothing is printed before the first page is there, so that an error then is a clean one.
 */
export async function answerList<T>(
  context: Context,
  pages: AsyncIterable<readonly T[]>,
  as: {
    readonly json: (item: T) => object;
    readonly lines: (item: T) => string;
    /** What it means that there is nothing. Absent: an empty list is an answer. */
    readonly none?: () => SeatkeeperError;
  },
): Promise<number> {
  let count = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    if (context.json) {
      const lead = count === 0 ? '[\n' : ',\n';
      await context.out.write(lead + page.map((item) => JSON.stringify(as.json(item))).join(',\n'));
    } else {
      await context.out.write(page.map(as.lines).join(''));
    }
    count += page.length;
  }
  if (count === 0 && as.none) throw as.none();
  if (context.json) await context.out.write(count === 0 ? '[]\n' : '\n]\n');
  return count;
}
