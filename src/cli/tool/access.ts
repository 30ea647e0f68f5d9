/** access check. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccessCheck } from '../../contract/schemas-seats.ts';
import { accessProtocol } from '../../contract/schemas-seats.ts';
import { isModuleId, moduleOf } from '../../core/seats/modules.ts';
import { type Call, type CommandSpec, textOption } from './command.ts';
import { answer } from './context.ts';
import { ToolFailure, usageError } from './failure.ts';

type Allowed = Exclude<
  AccessCheck['reason'],
  'ACCOUNT_DISABLED' | 'SERVICE_DISABLED' | 'MODULE_STOPPED' | 'TRIAL_ENDED'
>;

function wordsOf(reason: Allowed, trialEnds: string | null): string {
  if (reason === 'not-local') return 'the address is in no local domain: not licensed';
  if (reason === 'not-user') return 'only User accounts are licensed';
  if (reason === 'not-limited') return 'the license does not limit who connects';
  return reason === 'seat' ? 'it has a seat' : `over the limit, on trial until ${trialEnds}`;
}

async function checkAccess(call: Call): Promise<void> {
  const [address = '', typed = ''] = call.args;
  const module = typed.toLowerCase();
  if (!isModuleId(module)) throw new SeatkeeperError('MODULE_NOT_FOUND', { module: typed });
  const named = textOption(call, 'protocol');
  const protocol = named === undefined ? undefined : accessProtocol.safeParse(named.toLowerCase()).data;
  if (named !== undefined && (protocol === undefined || module !== 'mail'))
    throw usageError('--protocol takes smtp, pop3 or imap, with the module mail', call.command);
  const { client } = await call.context.service();
  const question = { address, module, ...(protocol ? { protocol } : {}) };
  const found = await (call.options.dryRun === true ? client.access.preview(question) : client.access.check(question));
  const { reason, trialEnds } = found;
  switch (reason) {
    case 'ACCOUNT_DISABLED':
    case 'SERVICE_DISABLED':
    case 'MODULE_STOPPED':
    case 'TRIAL_ENDED': {
      const { name, id } = moduleOf(module);
      throw new ToolFailure(new SeatkeeperError(reason, { address, module: name, id }), found, []);
    }
    default:
      await answer(call.context, { json: found, lines: [`allowed: ${wordsOf(reason, trialEnds)}`] });
  }
}

export const ACCESS_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'access',
    object: 'check',
    args: [
      ['<address>', 'name@domain of who has signed in'],
      ['<module>', 'a module’s id, as tool display license shows it'],
    ],
    summary: 'Decide as for a mail server whether an account may use a module',
    notes: [
      'A first access is stored: it takes a free seat, or starts the trial of 14 days. Denied: exit code 5 with the code.',
    ],
    options: [
      ['--protocol <name>', 'smtp, pop3 or imap, for the module mail: the flag that is asked for'],
      ['--dry-run', 'says the decision and stores nothing'],
    ],
    examples: [
      ['tool access check alice@example.com im', 'may she use Instant Messaging?'],
      ['tool access check alice@example.com mail --protocol imap --dry-run', 'looks without taking a seat'],
    ],
    run: checkAccess,
  },
];
