/** May this account use this module now? Pure, from facts (LICENSING 6). */
import { DAY } from '../calendar.ts';
import { type AccountFacts, USER_TYPE } from './counted.ts';
import { ALL_FLAGS } from './modules.ts';
import type { PoolOveruse } from './pools.ts';

/** The automatic trial of an account over the limit. */
export const SEAT_TRIAL = 14 * DAY;
/** A trial is forgotten after so long without access. */
export const TRIAL_FORGOTTEN = 365 * DAY;

export interface TrialFacts {
  readonly startedAt: number;
  /** Last access to the pool; null: none is on record. */
  readonly lastAccess: number | null;
  /** Counted as over the limit: first in line for a seat. */
  readonly waiting: boolean;
}

export interface DecideFacts {
  /** Null: the address is in no local domain. */
  readonly domainFlags: number | null;
  /** Of the address, or of the one account that it is an alias of. Null: nobody has created it. */
  readonly account: AccountFacts | null;
  /** A known alias of several accounts or of an address of others. Only looked at without an account. */
  readonly leadsElsewhere: boolean;
  /** Bits of the protocol that asks, or of the whole module. */
  readonly asked: number;
  /** Left out of the renewal, and no service program of its own stops it. */
  readonly stopped: boolean;
  readonly overuse: PoolOveruse;
  readonly seat: boolean;
  readonly seatFree: boolean;
  readonly trial: TrialFacts | null;
  /** Has accessed this module before. */
  readonly known: boolean;
  /** A clock that is not believed ends no trial and stops no module (LICENSING 5). */
  readonly clockTrusted: boolean;
  /** Epoch ms. */
  readonly now: number;
}

export type DenialCode = 'ACCOUNT_DISABLED' | 'SERVICE_DISABLED' | 'MODULE_STOPPED' | 'TRIAL_ENDED';
export type AllowReason = 'not-local' | 'not-user' | 'not-limited' | 'seat' | 'trial';
/** `wait`: an account whose trial began before is over the limit again; its trial goes on, it does not restart. */
export type SeatEffect = 'create-account' | 'assign-seat' | 'start-trial' | 'wait' | 'record-access';

export type Decision =
  | {
      readonly allow: true;
      readonly reason: AllowReason;
      readonly trialEnds: number | null;
      readonly effects: readonly SeatEffect[];
    }
  | {
      readonly allow: false;
      readonly reason: DenialCode;
      readonly trialEnds: number | null;
      readonly effects: readonly SeatEffect[];
    };

const allow = (
  reason: AllowReason,
  effects: readonly SeatEffect[] = [],
  trialEnds: number | null = null,
): Decision => ({
  allow: true,
  reason,
  trialEnds,
  effects,
});
const deny = (reason: DenialCode, effects: readonly SeatEffect[], trialEnds: number | null = null): Decision => ({
  allow: false,
  reason,
  trialEnds,
  effects,
});

/** An address that is seen for the first time becomes this. */
export const SEEN_ACCOUNT: AccountFacts = { type: USER_TYPE, disabled: 0, flags: ALL_FLAGS };

/**
 * The decision of LICENSING 6 for one account and module, and what is to be stored before it is told. An alias of one
 * account is that account; one that leads elsewhere is not an account of ours: not licensed, and it becomes none.
 */
export function decide(facts: DecideFacts): Decision {
  const { domainFlags } = facts;
  if (domainFlags === null) return allow('not-local');
  if (!facts.account && facts.leadsElsewhere) return allow('not-user');
  const account = facts.account ?? SEEN_ACCOUNT;
  if (account.type !== USER_TYPE) return allow('not-user');
  const made: readonly SeatEffect[] = facts.account ? [] : ['create-account'];
  if (account.disabled !== 0) return deny('ACCOUNT_DISABLED', made);
  if ((account.flags & domainFlags & facts.asked) === 0) return deny('SERVICE_DISABLED', made);
  if (facts.stopped && facts.clockTrusted) return deny('MODULE_STOPPED', made);
  const seen: readonly SeatEffect[] = facts.known ? made : [...made, 'record-access'];
  if (facts.overuse !== 'trial') return allow('not-limited', seen);
  if (facts.seat) return allow('seat', seen);
  if (facts.seatFree) return allow('seat', [...seen, 'assign-seat']);
  return overLimit(facts, made, seen);
}

function overLimit(facts: DecideFacts, made: readonly SeatEffect[], seen: readonly SeatEffect[]): Decision {
  const { now, clockTrusted } = facts;
  const trial = facts.trial && !isForgotten(facts.trial, now, clockTrusted) ? facts.trial : null;
  if (!trial) return allow('trial', [...seen, 'start-trial'], now + SEAT_TRIAL);
  const ends = trial.startedAt + SEAT_TRIAL;
  const waits: readonly SeatEffect[] = trial.waiting ? [] : ['wait'];
  if (now < ends || !clockTrusted) return allow('trial', [...seen, ...waits], ends);
  return deny('TRIAL_ENDED', [...made, ...waits], ends);
}

/** A clock that is not believed forgets nothing either. */
const isForgotten = ({ startedAt, lastAccess }: TrialFacts, now: number, clockTrusted: boolean): boolean =>
  clockTrusted && now - Math.max(startedAt, lastAccess ?? startedAt) >= TRIAL_FORGOTTEN;
