/**
 * Two machines under one license (LICENSING 4): they may run in parallel for 31 days, for migration.
 *
 * The vendor hears of a machine only when it asks, so what it knows is what it has given: a machine counts as in use from
 * its activation until the last document it was given has run out (`every-days` and `grace-days` later), or until it is
 * released. So somebody who tried a new machine and went back is never stopped by the one that was switched off: with
 * re-validation every 31 days or oftener it has run out before the other one's days of grace have.
 */
import { DAY } from '../calendar.ts';
import type { MachineOnRecord, OrderOnRecord } from './vendor-record.ts';

/** Two machines may run in parallel for at most so many days (LICENSING 4). */
export const PARALLEL_DAYS = 31;
/** Days of parallel use on which the holder is mailed (LICENSING 4). */
export const PARALLEL_NOTICE_DAYS: readonly number[] = [1, 14, 28];

type Terms = Pick<OrderOnRecord, 'everyDays' | 'graceDays'>;
type Use = Pick<MachineOnRecord, 'released' | 'usedSince' | 'contactedAt'>;

/** Has what this machine was given last not run out yet? Of a released machine too: it may still run. */
export const isStillGiven = (machine: Use, { everyDays, graceDays }: Terms, now: number): boolean =>
  now <= machine.contactedAt + (everyDays + graceDays) * DAY;

export const isInUse = (machine: Use, terms: Terms, now: number): boolean =>
  !machine.released && isStillGiven(machine, terms, now);

/**
 * The machine that the license has moved to: the first of those that are in use and began later than machine `index`.
 * Undefined: there is none, this one may stay. `machines` in the order of their first activation.
 */
export function movedTo<M extends Use>(
  machines: readonly M[],
  index: number,
  terms: Terms,
  now: number,
): M | undefined {
  const older = machines[index];
  if (!older) return undefined;
  const isNewer = (m: M, i: number): boolean =>
    m.usedSince > older.usedSince || (m.usedSince === older.usedSince && i > index);
  return machines
    .filter((m, i) => isNewer(m, i) && isInUse(m, terms, now))
    .reduce<M | undefined>((first, m) => (first && first.usedSince <= m.usedSince ? first : m), undefined);
}

/** When the machine that began at `usedSince` is the only one that may run. */
export const parallelUntil = (usedSince: number): number => usedSince + PARALLEL_DAYS * DAY;

/**
 * The machine that has taken the place of machine `index` for more than 31 days; undefined: machine `index` may go on.
 * Asked at re-validation, and at activation as well: the same machine again is free of charge, but a document is a
 * document, and a machine whose re-validation is refused must not get by another door what it is refused here. To go
 * back to it, the newer one is released, or not used until what it was given has run out.
 */
export function replacedBy<M extends Use>(
  machines: readonly M[],
  index: number,
  terms: Terms,
  now: number,
): M | undefined {
  const newer = movedTo(machines, index, terms, now);
  return newer && now > parallelUntil(newer.usedSince) ? newer : undefined;
}

export interface ParallelUse<M> {
  readonly older: M;
  readonly newer: M;
  /** The last of PARALLEL_NOTICE_DAYS that has come; 0: none yet. */
  readonly noticeDay: number;
}

/**
 * The pairs that the holder is told of: every machine that was not released and that another one has followed. An older
 * one that is switched off is among them: nobody has said so, and it would be refused without a word.
 */
export function parallelUses<M extends Use>(machines: readonly M[], terms: Terms, now: number): ParallelUse<M>[] {
  return machines.flatMap((older, index) => {
    const newer = older.released ? undefined : movedTo(machines, index, terms, now);
    if (!newer) return [];
    const noticeDay = PARALLEL_NOTICE_DAYS.findLast((day) => now >= newer.usedSince + day * DAY) ?? 0;
    return [{ older, newer, noticeDay }];
  });
}
