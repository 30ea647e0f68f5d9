/** display and modify system: the variables of the server. */
import type { SystemVariable } from '../../contract/schemas.ts';
import type { Call, CommandSpec } from './command.ts';
import { answer } from './context.ts';
import { pairsOf } from './variables.ts';

async function displaySystem(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const found = new Map<string, SystemVariable>();
  for (const name of call.args) {
    for (const variable of await client.system.variables({ name })) found.set(variable.name, variable);
  }
  const variables = [...found.values()];
  await answer(call.context, {
    json: Object.fromEntries(variables.map((v) => [v.name, v.value])),
    lines: variables.map((v) => `${v.name}: ${v.value}`),
  });
}

async function modifySystem(call: Call): Promise<void> {
  const values = pairsOf(call.args, call.command);
  const { client } = await call.context.service();
  const { changed } = await client.system.setVariables({ values });
  await answer(call.context, { json: { modified: changed }, lines: [`modified ${changed} variables`] });
}

export const SYSTEM_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'display',
    object: 'system',
    args: [['<variables...>', 'names of system variables; * shows all but those that are long or costly']],
    summary: 'Show system variables',
    notes: ['A line “Variable: value” each; a value may have several lines.'],
    variables: 'system',
    examples: [
      ['tool display system C_Reference', 'the Reference ID of this computer'],
      ['tool get system "*" --json', 'all of them, for a program'],
    ],
    run: displaySystem,
  },
  {
    verb: 'modify',
    object: 'system',
    args: [['<variables...>', 'pairs of variable and value']],
    summary: 'Change system variables, all or none',
    variables: 'system',
    notes: ['Exit code 2 for a value that is none, or a variable that can only be read; 5 in Emergency Mode.'],
    examples: [
      ['tool modify system C_System_Tools_ExcludeLicense 1', 'the license becomes part of backups'],
      [
        'tool modify system C_Notice_SMTP smtp://127.0.0.1:25 C_Notice_Postmaster postmaster@example.com',
        'where notices go',
      ],
    ],
    run: modifySystem,
  },
];
