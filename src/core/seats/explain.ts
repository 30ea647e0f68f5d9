/** Why an account counts as Used Seat, or not, in words (LICENSING 6: "Why"). */
import { ACCOUNT_TYPES, type AccountFacts, effectiveFlags, USER_TYPE } from './counted.ts';
import { type Module, SERVICE_FLAGS, type ServiceFlag } from './modules.ts';

export interface Condition {
  readonly condition: string;
  readonly value: string;
  readonly met: boolean;
}
export interface Reason {
  readonly counted: boolean;
  /** One sentence. */
  readonly reason: string;
}
export interface ExplainedAccount extends AccountFacts {
  readonly domain: string;
  readonly domainFlags: number;
}

const DISABLED_WORDS = [
  'enabled',
  'disabled for sign-in',
  'disabled for sign-in and mail',
  'disabled (tarpitting)',
  'disabled by its domain',
];
const disabledWords = (disabled: number): string => DISABLED_WORDS[disabled] ?? `disabled (${disabled})`;
const typeWords = (type: number): string => ACCOUNT_TYPES[type] ?? `type ${type}`;
const has = (flags: number, flag: ServiceFlag): boolean => ((flags >> flag.bit) & 1) === 1;
const flagsOf = (mask: number): ServiceFlag[] => SERVICE_FLAGS.filter((f) => ((mask >> f.bit) & 1) === 1);
const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Why an account does not count for any scope; undefined: it may. */
function barred(account: AccountFacts): string | undefined {
  if (account.type !== USER_TYPE)
    return `Not counted: it is a ${typeWords(account.type)}, and only User accounts use seats.`;
  if (account.disabled !== 0) return `Not counted: the account is ${disabledWords(account.disabled)}.`;
  return undefined;
}

/** For a scope (the mask of a module, a group or a pool). */
export function explainScope(account: ExplainedAccount, mask: number): Reason {
  const bar = barred(account);
  if (bar !== undefined) return { counted: false, reason: bar };
  const flags = flagsOf(mask);
  const effective = flags.filter((f) => has(effectiveFlags(account, account.domainFlags), f));
  if (effective.length > 0) return { counted: true, reason: `Counted: ${list(effective.map((f) => f.name))} on.` };
  const withheld = flags.filter((f) => has(account.flags, f));
  if (withheld.length === 0) {
    return {
      counted: false,
      reason: `Not counted: ${list(flags.map((f) => f.accountVariable))} off for this account.`,
    };
  }
  const names = list(withheld.flatMap((f) => f.domainVariable ?? []));
  return {
    counted: false,
    reason: `Not counted: on for the account, but ${account.domain} does not grant it (${names} off).`,
  };
}

const onOff = (flags: number, flag: ServiceFlag, variable: string): string => `${variable} ${has(flags, flag) ? 1 : 0}`;

/** Every condition of a module in the order in which they are asked, also behind one that is not met. */
export function moduleConditions(account: ExplainedAccount, module: Module): readonly Condition[] {
  const flags = flagsOf(module.mask);
  const granting = flags.filter((f) => f.domainVariable !== undefined);
  const conditions: Condition[] = [
    { condition: 'Account type is User', value: typeWords(account.type), met: account.type === USER_TYPE },
    { condition: 'Account is enabled', value: disabledWords(account.disabled), met: account.disabled === 0 },
    {
      condition: `${flags.map((f) => f.accountVariable).join(' or ')} is on`,
      value: flags.map((f) => onOff(account.flags, f, f.accountVariable)).join(', '),
      met: flags.some((f) => has(account.flags, f)),
    },
  ];
  if (granting.length === 0) return conditions;
  return [
    ...conditions,
    {
      condition: `${account.domain} grants it`,
      value: granting.map((f) => onOff(account.domainFlags, f, f.domainVariable ?? '')).join(', '),
      met: flags.some((f) => has(account.domainFlags, f)),
    },
  ];
}
