/** Who uses a seat (LICENSING 1): User accounts, enabled, with one of the scope's services effective. */

/** U_Type values. Only `user` is licensed. */
export const ACCOUNT_TYPES = [
  'User',
  'Mailing list',
  'Executable',
  'Notification',
  'Static route',
  'Catalog',
  'List server',
  'Group',
  'Resource',
] as const;
export const USER_TYPE = 0;

export interface AccountFacts {
  /** U_Type, 0..8. */
  readonly type: number;
  /** U_AccountDisabled; 0 is enabled. */
  readonly disabled: number;
  /** Bit mask of SERVICE_FLAGS. */
  readonly flags: number;
}

/** Effective services = account flag AND domain flag. */
export const effectiveFlags = (account: AccountFacts, domainFlags: number): number => account.flags & domainFlags;

/** Does this account count as Used Seat for a scope (a module's, group's or pool's mask)? */
export const counted = (account: AccountFacts, domainFlags: number, mask: number): boolean =>
  account.type === USER_TYPE && account.disabled === 0 && (effectiveFlags(account, domainFlags) & mask) !== 0;
