/** The phase of a license, its status, and whether settings are frozen (LICENSING 5). */
import { type Deadline, deadlinesOf } from './deadlines.ts';
import type { LifecycleFacts } from './facts.ts';

export type Phase = 'evaluation' | 'ok' | 'revalidating' | 'emergency' | 'mismatch' | 'stopped';
export type Status = 'OK' | 'Evaluation' | 'Reference ID Mismatch';

/**
 * When several clocks run, the one that takes most away names the phase: Emergency Mode before a mismatch, because it
 * freezes settings. The status still says Mismatch then.
 */
export function phaseOf(facts: LifecycleFacts, now: number, deadlines = deadlinesOf(facts)): Phase {
  if (stopOf(facts, now, deadlines)) return 'stopped';
  if (frozenBy(now, deadlines)) return 'emergency';
  if (deadlines.some((d) => d.cause === 'mismatch')) return 'mismatch';
  if (deadlines.some((d) => d.cause === 'revalidation')) return 'revalidating';
  if (!facts.license || facts.license.type === 'trial') return 'evaluation';
  return 'ok';
}

/**
 * The deadline that has stopped the services; undefined while they run. Only a stop that was recorded counts: a service
 * that was down over its midnight has stopped nothing. It lasts as long as its reason.
 */
export function stopOf(facts: LifecycleFacts, now: number, deadlines = deadlinesOf(facts)): Deadline | undefined {
  if (facts.stoppedSince === null || facts.stoppedSince > now) return undefined;
  return deadlines.find((d) => now >= d.expiresAt);
}

/** The deadline that put the server into Emergency Mode first; undefined if none has. */
export function frozenBy(now: number, deadlines: readonly Deadline[]): Deadline | undefined {
  const begun = deadlines.filter((d) => d.emergencyAt !== null && now >= d.emergencyAt);
  return begun.sort((a, b) => (a.emergencyAt ?? 0) - (b.emergencyAt ?? 0))[0];
}

/** Are settings frozen? Services that run keep running all the same. */
export const isFrozen = (phase: Phase): boolean => phase === 'emergency' || phase === 'stopped';

/** Mismatch outranks Evaluation; a stop keeps the status that led to it. */
export function statusOf(phase: Phase, facts: LifecycleFacts): Status {
  if (facts.license && facts.mismatchSince !== null) return 'Reference ID Mismatch';
  if (!facts.license || facts.license.type === 'trial') return 'Evaluation';
  const failed = phase === 'emergency' || phase === 'stopped';
  return failed ? 'Evaluation' : 'OK';
}
