import type { CommandSpec } from './command.ts';
import { variableHelp } from './variables.ts';

const table = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n');
};

/** What `--help` shows below arguments and options: the variables, and examples. */
export function helpAfter(spec: CommandSpec): string {
  const variables = spec.variables ? `\nVariables:\n${table(variableHelp(spec.variables))}\n` : '';
  const examples = spec.examples.map(([line, says]) => `  $ ${line}\n      ${says}`).join('\n');
  return `${variables}\nExamples:\n${examples}`;
}
