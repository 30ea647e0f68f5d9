/** create, display, modify, delete, export and rename account. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountRow } from '../../contract/schemas.ts';
import type { Call, CommandSpec } from './command.ts';
import { confirm, mustBeAnswerable } from './confirm.ts';
import { answer } from './context.ts';
import { changedRows, followJob } from './jobs.ts';
import { createRecord, displayRecords, exportRecords, modifyRecords, type Records, recordObject } from './records.ts';
import { ACCOUNT_VARIABLES } from './variables.ts';

const MASK = ['<mask>', 'an address, *@domain, al*@domain or *@*'] as const;

const ACCOUNTS: Records<AccountRow> = {
  object: 'account',
  key: 'address',
  nameOf: ({ address }) => address,
  variables: ACCOUNT_VARIABLES,
  create: (client, address, variables) => client.accounts.create({ address, variables }),
  list: (client, input, options) => client.accounts.list(input, options),
  startModify: (client, mask, variables) => client.accounts.startModify({ mask, variables }),
  notFound: (mask) => new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask }),
};

async function deleteAccounts(call: Call): Promise<void> {
  const [mask = ''] = call.args;
  mustBeAnswerable(call);
  const { client } = await call.context.service();
  if (call.options.yes !== true) {
    const { accounts } = await client.accounts.policies({ mask }, { signal: call.context.signal });
    await confirm(call, `Delete ${accounts} account${accounts === 1 ? '' : 's'} (${mask})? This cannot be undone.`);
  }
  const job = await followJob(call.context, 'deleting accounts', () => client.accounts.startDelete({ mask }));
  const deleted = changedRows(job);
  await answer(call.context, { json: { deleted }, lines: [`deleted ${deleted} accounts`] });
}

async function renameAccount(call: Call): Promise<void> {
  const [from = '', to = ''] = call.args;
  const { client } = await call.context.service();
  const row = await client.accounts.rename({ from, to });
  const lines = [`renamed ${from} to ${row.address}`];
  await answer(call.context, { json: recordObject(ACCOUNTS, row), lines });
}

export const ACCOUNT_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'create',
    object: 'account',
    args: [
      ['<address>', 'name@domain; the domain must exist'],
      ['[variables...]', 'pairs of variable and value'],
    ],
    summary: 'Create an account',
    notes: ['Every service is on unless it is switched off here. Exit code 4 if the account exists.'],
    variables: 'account',
    examples: [
      ['tool create account alice@example.com U_Name "Alice Adams"', 'a user with every service'],
      ['tool create account list@example.com U_Type 1', 'a mailing list: it uses no seat'],
    ],
    run: createRecord(ACCOUNTS),
  },
  {
    verb: 'display',
    object: 'account',
    args: [MASK, ['[variables...]', 'which variables; all of them if none is named']],
    summary: 'Show the variables of accounts',
    notes: ['For each account its address, then a line “Variable: value” each. Exit code 3 if no account matches.'],
    variables: 'account',
    examples: [
      ['tool display account "*@example.com" U_IM U_GW', 'who may use Instant Messaging and GroupWare'],
      ['tool display account "al*@*" U_Name', 'everybody whose address begins with al'],
      ['tool display account alice@example.com --json', 'all of one account, for a program'],
    ],
    run: displayRecords(ACCOUNTS),
  },
  {
    verb: 'export',
    object: 'account',
    args: [MASK, ['[variables...]', 'which variables']],
    summary: 'Print accounts as lines of comma-separated values',
    notes: [
      'A line is address,value,value, with a comma after the last value, too. A value that contains a comma, a quote, a line break or a space at its ends stands in double quotes, with quotes inside doubled. Exit code 3 if no account matches.',
    ],
    variables: 'account',
    examples: [
      ['tool export account "*@*" U_IM U_GW', 'prints alice@example.com,1,0, and so on'],
      ['tool export account "*@*" U_IM | awk -F, \'$2==1\' | wc -l', 'counts who has Instant Messaging on'],
    ],
    run: exportRecords(ACCOUNTS),
  },
  {
    verb: 'modify',
    object: 'account',
    args: [MASK, ['<variables...>', 'pairs of variable and value']],
    summary: 'Change variables of all accounts of a mask',
    notes: [
      'All or nothing; Ctrl+C takes everything back. Prints “modified N accounts”: those that are different afterwards. Exit code 3 if no account matches, 5 in Emergency Mode, which still allows disabling accounts.',
    ],
    variables: 'account',
    examples: [
      ['tool modify account "*@*" U_IM 0', 'nobody uses Instant Messaging any more'],
      ['tool modify account alice@example.com U_Name "Alice Brown" U_AccountDisabled 1', 'two variables at once'],
    ],
    run: modifyRecords(ACCOUNTS),
  },
  {
    verb: 'rename',
    object: 'account',
    args: [
      ['<old>', 'its address now'],
      ['<new>', 'its address from now on'],
    ],
    summary: 'Rename an account',
    notes: [
      'Its seats, trials and history stay. Exit code 3 if there is no such account or domain, 4 if the new address is taken.',
    ],
    examples: [
      ['tool rename account alice@example.com alice.brown@example.com', 'a new name, the same seats'],
      ['tool rename account alice@example.com alice@example.org', 'she moves to another domain of this server'],
    ],
    run: renameAccount,
  },
  {
    verb: 'delete',
    object: 'account',
    args: [MASK],
    summary: 'Delete all accounts of a mask',
    notes: [
      'All or nothing; Ctrl+C takes everything back. Asks before; without a terminal it needs --yes. Exit code 3 if no account matches.',
    ],
    options: [['--yes', 'do not ask']],
    examples: [
      ['tool delete account alice@example.com', 'asks, then deletes'],
      ['tool delete account "*@old.example.com" --yes', 'for scripts'],
    ],
    run: deleteAccounts,
  },
];
