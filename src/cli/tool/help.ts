import { Help } from 'commander';
import type { CommandSpec } from './command.ts';
import { variableHelp } from './variables.ts';

/** INTERFACES 2. */
export const EXIT_CODES = [
  [0, 'done'],
  [1, 'failed'],
  [2, 'misused: the command, a name or a value is not understood'],
  [3, 'not found'],
  [4, 'exists already'],
  [5, 'refused by a rule: the license, or Emergency Mode'],
  [6, 'the control service cannot be reached'],
  [7, 'not allowed'],
] as const;

/** Under every command: a script's author needs the numbers; the long words stand in `tool --help`. */
const EXIT_CODES_IN_SHORT = EXIT_CODES.map(([code, meaning]) => `${code} ${meaning.replace(/:.*/, '')}`).join(', ');

function table(rows: readonly (readonly [string, string])[], help: Help): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => help.formatItem(name, width, meaning, help)).join('\n');
}

/** What `--help` shows below arguments and options: the variables, examples, exit codes. `width`: columns. */
export function helpAfter(spec: CommandSpec, width: number): string {
  const help = new Help();
  help.prepareContext({ helpWidth: width });
  const variables = spec.variables ? `\nVariables:\n${table(variableHelp(spec.variables), help)}\n` : '';
  const examples = spec.examples.map(([line, says]) => `  $ ${line}\n      ${says}`).join('\n');
  // What the verb check says with its exit code stands in its notes.
  const codes = spec.verb === 'check' ? '' : `\n\n${help.boxWrap(`Exit codes: ${EXIT_CODES_IN_SHORT}`, width)}`;
  return `${variables}\nExamples:\n${examples}${codes}`;
}
