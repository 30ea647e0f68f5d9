/** What the programs of a shell have in common: options, --help, and how they end. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { errorText } from './error-text.ts';

export interface ProgramIo {
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Resolves when the program shall end. */
  readonly ended: Promise<void>;
}

const HELP = { type: 'boolean', short: 'h' } as const;

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: Options }>>['values'];

export interface Program<Options extends ParseArgsOptionsConfig> {
  readonly usage: string;
  /** Without --help, which every program has. */
  readonly options: Options;
  readonly run: (values: Values<Options>) => Promise<void>;
}

/** Returns the exit code: 0 ended in order, 1 failed, 2 misused. */
export async function runProgram<Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  io: ProgramIo,
  { usage, options, run }: Program<Options>,
): Promise<number> {
  let values: Values<Options> & { readonly help?: boolean };
  try {
    values = parseArgs({ args: [...argv], options: { ...options, help: HELP } }).values as typeof values;
  } catch (error) {
    io.err(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    io.out(usage);
    return 0;
  }
  try {
    await run(values);
    return 0;
  } catch (error) {
    io.err(errorText(error));
    return 1;
  }
}
