export interface Mnemonic {
  readonly before: string;
  /** Lower case; empty without a mnemonic. */
  readonly letter: string;
  readonly after: string;
}

/** Splits a menu label at its `&`: `Request &Support…` → `Request `, `s`, `upport…`. */
export function mnemonicOf(label: string): Mnemonic {
  const at = label.indexOf('&');
  if (at < 0) return { before: label, letter: '', after: '' };
  return { before: label.slice(0, at), letter: label.slice(at + 1, at + 2).toLowerCase(), after: label.slice(at + 2) };
}
