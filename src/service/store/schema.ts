/** Tables of control.db (DESIGN 4). Instants are epoch milliseconds; keys are lower case. */
import type { ColumnType, Generated } from 'kysely';

type Default<T> = ColumnType<T, T | undefined, T>;

/** Never deleted: addresses refer to it. `present` 0 is a deleted domain. */
export interface DomainTable {
  id: Generated<number>;
  /** Lower case, ASCII form of internationalised names. */
  name: string;
  /** Service bits that the domain grants; DOMAIN_FIXED_FLAGS are always set. */
  flags: number;
  present: Default<number>;
  created_at: number;
}

/** Never deleted: accounts, seats and trials refer to it. */
export interface AddressTable {
  id: Generated<number>;
  domain_id: number;
  local: string;
}

export interface AccountTable {
  /** address.id */
  id: number;
  /** Same as address.domain_id, so that counting needs no third table. */
  domain_id: number;
  type: Default<number>;
  disabled: Default<number>;
  flags: number;
  name: Default<string>;
  created_at: number;
  /** The bulk change that touched the row last, and what it found: its undo (DESIGN 4). */
  changed_by: number | null;
  prev_flags: number | null;
}

/** Other addresses of an account, from alias maps and directories; an alias of several accounts has a row for each. */
export interface AliasTable {
  /** Full lower-case address. */
  address: string;
  /** Full lower-case address of the account it led to when it was imported. */
  target: string;
  /** account.id, or null when the alias leads elsewhere; the row goes with its account. */
  account_id: number | null;
}

/** Exact Used Seats for a scope: a module's, group's or pool's mask. Kept in the transaction of each change. */
export interface SeatCounterTable {
  mask: number;
  used: number;
}

/** Every document that was ever applied; the one in force has `in_force` 1. */
export interface LicenseTable {
  id: Generated<number>;
  license_id: string;
  order_id: string;
  serial: number;
  issued_at: number;
  applied_at: number;
  in_force: number;
  /** The file, byte for byte. */
  document: string;
}

/** An activation that was begun: its key and nonce are stored before anything is sent (LICENSING 4). */
export interface ActivationAttemptTable {
  order_id: string;
  reference_id: string;
  idempotency_key: string;
  nonce: string;
  started_at: number;
}

/** Facts that a restore must not turn back (LICENSING 2): serial seen, trusted time, T0, mismatch start … */
export interface StandingTable {
  key: string;
  value: string;
}

export interface SettingTable {
  /** Lower-case variable name. */
  name: string;
  value: string;
}

export interface AuditTable {
  id: Generated<number>;
  at: number;
  /** `local`, or the name of who signed in. */
  who: string;
  /** console, tool, web, api */
  client: string;
  action: string;
  /** JSON of the input, without secrets. */
  detail: string;
  /** Rows changed. */
  changed: number | null;
  /** ok, or the error's code. */
  outcome: string;
}

export interface Schema {
  domain: DomainTable;
  address: AddressTable;
  account: AccountTable;
  alias: AliasTable;
  seat_counter: SeatCounterTable;
  license: LicenseTable;
  activation_attempt: ActivationAttemptTable;
  standing: StandingTable;
  setting: SettingTable;
  audit: AuditTable;
}
