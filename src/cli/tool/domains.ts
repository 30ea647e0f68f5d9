/** create, display, modify, export and delete domain. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { DomainRow } from '../../contract/schemas.ts';
import type { Call, CommandSpec } from './command.ts';
import { confirm, mustBeAnswerable } from './confirm.ts';
import { answer } from './context.ts';
import { usageError } from './failure.ts';
import { changedRows, followJob } from './jobs.ts';
import { createRecord, displayRecords, exportRecords, modifyRecords, type Records } from './records.ts';
import { DOMAIN_VARIABLES } from './variables.ts';

const MASK = ['<mask>', 'a name or *'] as const;

const DOMAINS: Records<DomainRow> = {
  object: 'domain',
  key: 'name',
  nameOf: ({ name }) => name,
  variables: DOMAIN_VARIABLES,
  create: (client, name, variables) => client.domains.create({ name, variables }),
  list: (client, input, options) => client.domains.list(input, options),
  startModify: (client, mask, variables) => client.domains.startModify({ mask, variables }),
  notFound: (domain) => new SeatkeeperError('DOMAIN_NOT_FOUND', { domain }),
};

async function deleteDomain(call: Call): Promise<void> {
  const [name = ''] = call.args;
  if (name.includes('*')) throw usageError('domains are deleted one at a time: name it', call.command);
  mustBeAnswerable(call);
  const { client } = await call.context.service();
  if (call.options.yes !== true) {
    const { rows } = await client.domains.list({ mask: name, limit: 1 });
    const [domain] = rows;
    if (!domain) throw DOMAINS.notFound(name);
    await confirm(
      call,
      `Delete the domain ${domain.name} with its ${domain.accounts} accounts? This cannot be undone.`,
    );
  }
  const job = await followJob(call.context, 'deleting the domain', () => client.domains.startDelete({ name }));
  const changed = changedRows(job);
  const lines = [`deleted ${name} and its ${changed} accounts`];
  await answer(call.context, { json: { deleted: name, accounts: changed }, lines });
}

export const DOMAIN_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'create',
    object: 'domain',
    args: [
      ['<name>', 'like example.com'],
      ['[variables...]', 'pairs of variable and value'],
    ],
    summary: 'Create a domain',
    notes: ['It grants every service unless it is withheld here. Exit code 4 if the domain exists.'],
    variables: 'domain',
    examples: [
      ['tool create domain example.com', 'a domain with every service'],
      ['tool create domain example.org D_IM 0', 'its accounts cannot use Instant Messaging'],
    ],
    run: createRecord(DOMAINS),
  },
  {
    verb: 'display',
    object: 'domain',
    args: [MASK, ['[variables...]', 'which variables; all of them if none is named']],
    summary: 'Show the variables of domains',
    notes: ['For each domain its name, then a line “Variable: value” each. Exit code 3 if there is no such domain.'],
    variables: 'domain',
    examples: [
      ['tool display domain "*" D_IM', 'which domains grant Instant Messaging'],
      ['tool display domain example.com --json', 'all of one domain, for a program'],
    ],
    run: displayRecords(DOMAINS),
  },
  {
    verb: 'export',
    object: 'domain',
    args: [MASK, ['[variables...]', 'which variables']],
    summary: 'Print domains as lines of comma-separated values',
    notes: ['In the form of tool export account.'],
    variables: 'domain',
    examples: [
      ['tool export domain "*" D_IM D_Calendar', 'prints example.com,1,1, and so on'],
      ['tool export domain "*" | cut -d, -f1', 'the names alone'],
    ],
    run: exportRecords(DOMAINS),
  },
  {
    verb: 'modify',
    object: 'domain',
    args: [MASK, ['<variables...>', 'pairs of variable and value']],
    summary: 'Change variables of all domains of a mask',
    notes: [
      'All or nothing. A service that the domain withholds is off for all its accounts, whatever their own variables say. Exit code 3 if there is no such domain, 5 in Emergency Mode.',
    ],
    variables: 'domain',
    examples: [
      ['tool modify domain example.com D_IM 0', 'withholds Instant Messaging from a domain'],
      ['tool modify domain "*" D_FTP 0 D_SMS 0', 'two services, every domain'],
    ],
    run: modifyRecords(DOMAINS),
  },
  {
    verb: 'delete',
    object: 'domain',
    args: [['<name>', 'like example.com']],
    summary: 'Delete a domain with its accounts',
    notes: [
      'All or nothing; Ctrl+C takes everything back. Asks before; without a terminal it needs --yes. Exit code 3 if there is no such domain.',
    ],
    options: [['--yes', 'do not ask']],
    examples: [
      ['tool delete domain old.example.com', 'says how many accounts go with it, and asks'],
      ['tool delete domain old.example.com --yes', 'for scripts'],
    ],
    run: deleteDomain,
  },
];
