/** Limits of sets. Without zod, so that the renderer can know them. */

/** The most single addresses or names that one set may list; more is said by a rule. */
export const MOST_LISTED = 10_000;
/** The most parts of one set. */
export const MOST_PARTS = 1_000;
