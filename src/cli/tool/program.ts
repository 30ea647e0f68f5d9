/** The command line parser of `tool`, made from the command table. */
import { Command } from 'commander';
import { VERSION } from '../../service/build-facts.ts';
import { type Call, type CommandSpec, SYNONYMS, VERBS, type Verb } from './command.ts';
import { EXIT_CODES, helpAfter } from './help.ts';

export interface ProgramOutput {
  /** Help and version; the parser writes synchronously, so it is collected. */
  readonly text: (text: string) => void;
  readonly width: number;
}

export type Parsed = Omit<Call, 'context'> & { readonly spec: CommandSpec };

export const GLOBAL_OPTIONS = [
  ['--json', 'print exactly one JSON document on stdout'],
  ['--data <folder>', 'the data folder of the control service (else SEATKEEPER_DATA, else the platform’s default)'],
] as const;

const INTRODUCTION = `Administers a Seatkeeper control service from the command line.
  tool <verb> <object> [<mask>] [<Variable> [<value>]]…`;

const AFTERWORD = `
Exit codes:
${EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}

Masks: *@*, *@example.com, al*@example.com or an address; for domains * or a name. Quote them in a shell.
Variables may be written in any case. A value that begins with - goes after --.

Examples:
  $ tool import accounts accounts.csv
  $ tool activate license --order 7K3Q-9XWD-4MHE
  $ tool display license
  $ tool create account --help`;

/** `found` is called with the command that was asked for, once it is completely understood. */
export function buildProgram(
  commands: readonly CommandSpec[],
  output: ProgramOutput,
  found: (parsed: Parsed) => void,
): Command {
  const program = new Command('tool');
  program
    .description(INTRODUCTION)
    .exitOverride()
    .configureOutput({
      writeOut: output.text,
      writeErr: output.text,
      outputError: () => {},
      getOutHelpWidth: () => output.width,
      getErrHelpWidth: () => output.width,
    })
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'show what this command takes, with examples')
    .version(VERSION, '-V, --version', 'print the version')
    .usage('<verb> <object> …')
    .helpCommand('help [verb] [object]', 'show the help of a command')
    .addHelpText('after', AFTERWORD);
  for (const [flags, meaning] of GLOBAL_OPTIONS) program.option(flags, meaning);
  const verbs = new Map<Verb, Command>();
  for (const spec of commands) addCommand(verbOf(program, verbs, spec.verb), spec, output.width, found);
  return program;
}

function verbOf(program: Command, verbs: Map<Verb, Command>, verb: Verb): Command {
  const known = verbs.get(verb);
  if (known) return known;
  const command = program.command(verb).description(VERBS[verb]).usage('<object> …').helpCommand(false);
  const synonym = SYNONYMS[verb];
  if (synonym) command.alias(synonym);
  verbs.set(verb, command);
  return command;
}

function addCommand(verb: Command, spec: CommandSpec, width: number, found: (parsed: Parsed) => void): void {
  const command = spec.object === '' ? verb : verb.command(spec.object);
  if (spec.object === '') command.usage('');
  command.summary(spec.summary).description([`${spec.summary}.`, ...(spec.notes ?? [])].join('\n\n'));
  for (const [syntax, meaning] of spec.args) command.argument(syntax, meaning);
  for (const [flags, meaning] of spec.options ?? []) command.option(flags, meaning);
  command.addHelpText('after', helpAfter(spec, width));
  command.action(() => {
    found({
      spec,
      args: command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string'),
      options: command.optsWithGlobals(),
      command: ['tool', spec.verb, spec.object].join(' ').trim(),
    });
  });
}
