/** The first line of a backup: where it comes from, and how many rows of what follow. */
import { z } from 'zod';
import { REQUIRED, SECTIONS, type SectionName } from './rows.ts';

const section = z.strictObject({ name: z.string().max(64), rows: z.number().int().nonnegative() });

/** Who made it. */
export const origin = z.strictObject({
  version: z.string().max(64),
  createdAt: z.iso.datetime(),
  hostname: z.string().max(255),
  /** Empty when the machine could not be identified. */
  referenceId: z.string().max(64),
});
export type Origin = z.infer<typeof origin>;

export const manifest = z.strictObject({
  product: z.literal('Seatkeeper'),
  origin,
  sections: z.array(section).max(64),
});
export type Manifest = z.infer<typeof manifest>;

export type Counts = { readonly [K in SectionName]: number };
export const countsBy = (count: (section: SectionName) => number): Counts =>
  Object.fromEntries(SECTIONS.map((name) => [name, count(name)])) as Record<SectionName, number>;

export const manifestOf = (from: Origin, counts: Counts): Manifest => ({
  product: 'Seatkeeper',
  origin: from,
  sections: SECTIONS.map((name) => ({ name, rows: counts[name] })),
});

/**
 * What the file says of itself: known sections in our order, each once, none missing that every backup has. `newer`: one is
 * not known.
 */
export function sectionsOf({ sections }: Manifest): { readonly counts: Counts } | 'newer' | 'wrong' {
  const known: readonly string[] = SECTIONS;
  const places = sections.map(({ name }) => known.indexOf(name));
  if (places.includes(-1)) return 'newer';
  if (places.some((place, i) => i > 0 && place <= (places[i - 1] ?? 0))) return 'wrong';
  if (REQUIRED.some((name: string) => !sections.some((section) => section.name === name))) return 'wrong';
  return { counts: countsBy((name) => sections.find((section) => section.name === name)?.rows ?? 0) };
}
