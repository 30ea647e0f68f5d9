/** Who moves up when seats come free, and who loses a seat when a license takes some away (LICENSING 6). */

export interface Waiting {
  readonly id: number;
  /** Epoch ms of the first access to the pool. */
  readonly firstAccess: number;
}
export interface Seated {
  readonly id: number;
  readonly assignedAt: number;
}

/** How many seats are free, and how many too many are taken. `seats` null: unlimited. */
export function balance(seats: number | null, assigned: number): { readonly free: number; readonly over: number } {
  if (seats === null) return { free: Number.POSITIVE_INFINITY, over: 0 };
  return { free: Math.max(0, seats - assigned), over: Math.max(0, assigned - seats) };
}

/** The oldest over-limit accounts, in order of first access. */
export const promotions = (waiting: readonly Waiting[], free: number): number[] =>
  [...waiting]
    .sort((a, b) => a.firstAccess - b.firstAccess || a.id - b.id)
    .slice(0, Math.max(0, free))
    .map(({ id }) => id);

/** The latest assigned; each gets a fresh trial. */
export const demotions = (seated: readonly Seated[], over: number): number[] =>
  [...seated]
    .sort((a, b) => b.assignedAt - a.assignedAt || b.id - a.id)
    .slice(0, Math.max(0, over))
    .map(({ id }) => id);
