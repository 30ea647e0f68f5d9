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
  /** As in `account`. */
  changed_by: Default<number | null>;
  prev_flags: Default<number | null>;
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
  /** `seen`: made by its first access (LICENSING 6). */
  source: Default<string>;
}

/** What a change of more than services found: with `prev_flags`, its undo. */
export interface AccountBeforeTable {
  audit_id: number;
  /** address.id */
  account_id: number;
  type: number;
  disabled: number;
  name: string;
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

/** When an account used a module first and last. Kept when the account goes. */
export interface AccessTable {
  /** address.id */
  address_id: number;
  module: string;
  first_access: number;
  last_access: number;
}

/** The pools in force with their exact numbers (LICENSING 6). */
export interface PoolTable {
  key: string;
  mask: number;
  /** Null: unlimited. */
  seats: number | null;
  /** Rows of `seat`. */
  assigned: Default<number>;
  /** Waiting rows of `seat_trial`. */
  trials: Default<number>;
}

/** A full seat. */
export interface SeatTable {
  /** address.id */
  address_id: number;
  pool: string;
  assigned_at: number;
}

/** Kept whatever becomes of the account: a trial does not restart (LICENSING 6). */
export interface SeatTrialTable {
  /** address.id */
  address_id: number;
  pool: string;
  /** To the pool: the order in which seats are given. */
  first_access: number;
  started_at: number;
  /** 1: over the limit. */
  waiting: number;
}

/** Used Seats of a module on a day, the last number of that day; kept 400 days (LICENSING 6). */
export interface UsageDayTable {
  module: string;
  /** Counted from 1970-01-01, in the server's time zone. */
  day: number;
  used: number;
  /** Of the pool that covered the module; null: unlimited, 0: none did. */
  seats: number | null;
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
  /** The same in words; empty in rows of older versions. */
  what: Default<string>;
  /** Rows changed. */
  changed: number | null;
  /** ok, or the error's code. */
  outcome: string;
  /** The audit row that took this change back. */
  undone_by: Default<number | null>;
}

export type DeliveryState = 'waiting' | 'sent' | 'failed';

/** The outbox: one row for each (kind, occasion), for ever, so that no occasion is told twice (LICENSING 5). */
export interface NoticeTable {
  id: Generated<number>;
  kind: string;
  occasion: string;
  created_at: number;
  subject: string;
  body: string;
  /** JSON list of roles. */
  roles: string;
  /** The license holder's address when it happened; empty if there is none. */
  holder: string;
  /** Stays the same however often the notice is handed to a mail server. */
  message_id: string;
  /** `sent`: to everybody; `failed`: given up for somebody. */
  state: DeliveryState;
  /** 1: its roles were turned into rows of notice_recipient. */
  addressed: Default<number>;
}

/** One for each address of a notice: a recipient's failure is only theirs. */
export interface NoticeRecipientTable {
  id: Generated<number>;
  notice_id: number;
  address: string;
  state: DeliveryState;
  attempts: Default<number>;
  /** Attempts at which the mail server refused this recipient for good (5xx). */
  refusals: Default<number>;
  next_attempt_at: number;
  last_error: Default<string>;
  sent_at: number | null;
}

/** A file that goes with a notice. */
export interface NoticeAttachmentTable {
  notice_id: number;
  file_name: string;
  content_type: string;
  content: string;
}

/** A log line that was committed with what it tells, and is not yet in its file. */
export interface LogLineTable {
  id: Generated<number>;
  log: string;
  at: number;
  text: string;
}

export interface Schema {
  domain: DomainTable;
  address: AddressTable;
  account: AccountTable;
  account_before: AccountBeforeTable;
  alias: AliasTable;
  seat_counter: SeatCounterTable;
  access: AccessTable;
  pool: PoolTable;
  seat: SeatTable;
  seat_trial: SeatTrialTable;
  usage_day: UsageDayTable;
  license: LicenseTable;
  activation_attempt: ActivationAttemptTable;
  standing: StandingTable;
  setting: SettingTable;
  audit: AuditTable;
  notice: NoticeTable;
  notice_recipient: NoticeRecipientTable;
  notice_attachment: NoticeAttachmentTable;
  log_line: LogLineTable;
}
