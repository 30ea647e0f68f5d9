/** check license, check renewal: one line and an exit code, for monitoring and updaters (INTERFACES 2). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseModuleRow, LicenseView } from '../../contract/schemas.ts';
import { isModuleId } from '../../core/seats/modules.ts';
import { verdictOf } from './check-license.ts';
import type { Call, CommandSpec } from './command.ts';
import { answer } from './context.ts';

const WORDS = { 0: 'OK', 1: 'WARNING', 5: 'CRITICAL' } as const;

async function checkLicense(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const [license, status] = await Promise.all([client.license.read(), client.service.status()]);
  const verdict = verdictOf(license, status);
  const { phase } = status;
  const text = verdict.problems.length === 0 ? license.sentence : verdict.problems.join('; ');
  call.context.exitWith(verdict.code);
  await answer(call.context, {
    json: { code: verdict.code, phase, status: status.status, problems: verdict.problems },
    lines: [`${WORDS[verdict.code]}: ${text}`],
  });
}

async function checkRenewal(call: Call): Promise<void> {
  const [typed = ''] = call.args;
  const module = typed.toLowerCase();
  if (!isModuleId(module)) throw new SeatkeeperError('MODULE_NOT_FOUND', { module: typed });
  const { client } = await call.context.service();
  const license = await client.license.read();
  const row = license.modules.find(({ id }) => id === module);
  const covered = row !== undefined && isCovered(row);
  call.context.exitWith(covered ? 0 : 5);
  await answer(call.context, {
    json: { module, covered, renewalDays: row?.renewalDays ?? null },
    lines: [row ? renewalLine(row, license) : `${typed} is not licensed`],
  });
}

/** Day 0 is still covered (LICENSING 5). The built-in evaluation has no renewal period: it covers everything. */
const isCovered = ({ licensed, renewalDays }: LicenseModuleRow): boolean =>
  licensed && (renewalDays === null || renewalDays >= 0);

function renewalLine({ name, licensed, renewalDays }: LicenseModuleRow, { information }: LicenseView): string {
  if (!licensed) return `${name} is not licensed`;
  if (renewalDays === null) return `${name} is covered by the ${information.orderId === '' ? 'evaluation' : 'license'}`;
  if (renewalDays < 0) return `${name} is not covered: its renewal period ended ${-renewalDays} days ago`;
  return `${name} is covered for ${renewalDays} more days`;
}

export const CHECK_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'check',
    object: 'license',
    args: [],
    summary: 'Tell in one line how the license is, for monitoring',
    notes: [
      'Exit code 0: fine. 1: a warning (re-validation fails, another computer, an end within 14 days, more used seats than seats, a clock or program problem). 5: settings are frozen, services are stopped, or a module was left out of the renewal. 6: the control service cannot be reached.',
    ],
    examples: [
      ['tool check license', 'OK: The license is fully registered; …'],
      ['tool check license --json | jq .problems', 'all that is wrong, the worst first'],
    ],
    run: checkLicense,
  },
  {
    verb: 'check',
    object: 'renewal',
    args: [['<module>', 'id of a module, such as antivirus']],
    summary: 'Tell whether the renewal period covers a module, for updaters',
    notes: ['Exit code 0: upgrades, definitions and support are covered today. 5: they are not.'],
    examples: [
      ['tool check renewal antivirus', 'AntiVirus is covered for 120 more days'],
      ['tool check renewal antivirus && freshclam', 'new definitions only while they are covered'],
    ],
    run: checkRenewal,
  },
];
