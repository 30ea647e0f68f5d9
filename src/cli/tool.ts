/** `tool`, the command line of Seatkeeper (INTERFACES 2). Free of process globals, so that tests run it in-process. */
import { CommanderError } from 'commander';
import { SYNONYMS } from './tool/command.ts';
import { COMMANDS } from './tool/commands.ts';
import type { Context } from './tool/context.ts';
import { type ExitCode, exitCodeOf, failureOf, ToolFailure, usageError } from './tool/failure.ts';
import { BrokenPipe, type Output, openOutput, printable, type ToolIo } from './tool/io.ts';
import { openServiceLink, type ServiceLink } from './tool/link.ts';
import { buildProgram, type Parsed } from './tool/program.ts';
import { openProgress, type Progress } from './tool/progress.ts';

const HELP_WIDTH = 100;

type Asked = { readonly parsed: Parsed } | { readonly help: string; readonly misused: boolean };

/**
 * Runs one command. `argv` is what stands after the program's name. Never throws; resolves with the exit code when all
 * output was taken. A reader that goes away (`| head`) ends it quietly with 0. `connect` finds the control service.
 */
export async function runTool(argv: readonly string[], io: ToolIo, connect = openServiceLink): Promise<ExitCode> {
  const progress = openProgress(io);
  const out = openOutput(io.stdout, 'standard output', progress.clear);
  const err = openOutput(io.stderr, 'standard error', progress.clear);
  const json = wantsJson(argv);
  try {
    return await execute(argv, io, { json, out, err, progress, connect });
  } catch (thrown) {
    if (thrown instanceof BrokenPipe) return 0;
    return await tell(thrown, { json, out, err }, commandWords(argv)).catch(() => 1 as const);
  } finally {
    progress.clear();
  }
}

/** Read before parsing, because an error of parsing is told in JSON, too. */
const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json');
};

/** As far as the command was understood: `tool create account`, else `tool`. */
function commandWords(argv: readonly string[]): string {
  const [word = '', object] = argv.filter((arg) => !arg.startsWith('-'));
  const verb = COMMANDS.find((c) => c.verb === word || SYNONYMS[c.verb] === word)?.verb;
  if (!verb) return 'tool';
  return COMMANDS.some((c) => c.verb === verb && c.object === object) ? `tool ${verb} ${object}` : `tool ${verb}`;
}

interface Told {
  readonly json: boolean;
  readonly out: Output;
  readonly err: Output;
}

interface Surroundings extends Told {
  readonly progress: Progress;
  readonly connect: typeof openServiceLink;
}

async function execute(argv: readonly string[], io: ToolIo, to: Surroundings): Promise<ExitCode> {
  const asked = understand(argv);
  if ('help' in asked) {
    if (asked.misused && to.json) throw new CommanderError(2, 'usage', 'a command is missing');
    await (asked.misused ? to.err : to.out).write(asked.help);
    return asked.misused ? 2 : 0;
  }
  const { spec, args, options, command } = asked.parsed;
  const dataFolder = typeof options.data === 'string' ? options.data : undefined;
  // An unset variable of a script must not end up at the default folder's service.
  if (dataFolder === '') throw usageError('--data needs the name of a folder', command);
  const signal = io.signal ?? new AbortController().signal;
  let link: Promise<ServiceLink> | undefined;
  const service = (): Promise<ServiceLink> => {
    link ??= to.connect(dataFolder, io.env, signal);
    return link;
  };
  let code: ExitCode = 0;
  const exitWith = (other: ExitCode): void => {
    code = other;
  };
  const { json, out, progress } = to;
  const context: Context = { json, dataFolder, io, out, progress, signal, service, exitWith };
  await spec.run({ context, args, options, command });
  return code;
}

/** Throws CommanderError for a command that is not one. */
function understand(argv: readonly string[]): Asked {
  let help = '';
  let parsed: Parsed | undefined;
  const output = {
    text: (text: string) => {
      help += text;
    },
    width: HELP_WIDTH,
  };
  const program = buildProgram(COMMANDS, output, (found) => {
    parsed = found;
  });
  try {
    // The parser's own help command takes a verb only.
    program.parse(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && help !== '') return { help, misused: error.exitCode !== 0 };
    throw error;
  }
  if (!parsed) throw new CommanderError(2, 'usage', 'a command is missing');
  return { parsed };
}

/** The one place where an error becomes text and exit code. */
async function tell(thrown: unknown, to: Told, command: string): Promise<ExitCode> {
  const failure = failureOf(thrown, command);
  const { code, message, next } = failure;
  const { facts, lines } = thrown instanceof ToolFailure ? thrown : { facts: {}, lines: [] };
  // A list that broke off stays broken JSON, so that no program takes it for the whole; the words go to stderr.
  if (to.json && !to.out.started) {
    await to.out.write(`${JSON.stringify({ error: { code, message, next }, ...facts }, null, 2)}\n`);
  } else {
    if (!to.json && lines.length > 0) await to.out.write(`${lines.map(printable).join('\n')}\n`);
    await to.err.write(printable(`error: ${message} (${code})\n${next}\n`));
  }
  return exitCodeOf(failure);
}
