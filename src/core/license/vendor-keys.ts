/** The vendor's signing keys: which one signs, and how the next one is named (LICENSING 2). */

/** The document formats this vendor issues (LICENSING 2). */
export const ISSUED_FORMATS: readonly number[] = [1];

export interface SigningKeyState {
  readonly id: string;
  readonly state: 'active' | 'retired' | 'compromised';
}

/**
 * The key that signs: the newest active one that both sides know (LICENSING 2). `keys` from oldest to newest.
 * Without a list (a file made for a machine that was never heard) the oldest active one, which most versions know.
 */
export function chooseSigningKey(
  keys: readonly SigningKeyState[],
  known: readonly string[] | undefined,
): string | undefined {
  const active = keys.filter((k) => k.state === 'active');
  if (known === undefined) return active[0]?.id;
  return active.findLast((k) => known.includes(k.id))?.id;
}

/** The newest format that both sides know, undefined if there is none (LICENSING 2). */
export const chooseFormat = (asked: readonly number[]): number | undefined =>
  ISSUED_FORMATS.findLast((f) => asked.includes(f));

/** a, b, … z, aa, ab, …: bijective base 26. */
function letters(n: number): string {
  const rest = Math.floor((n - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(97 + ((n - 1) % 26));
}

/** The name of the next signing key of a year: `2026a`, `2026b`, … `2026aa`. */
export function nextKeyId(existing: readonly string[], year: number): string {
  for (let n = 1; ; n++) {
    const id = `${year}${letters(n)}`;
    if (!existing.includes(id)) return id;
  }
}
