/** The last fence before something leaves this machine: values under telling names, and texts that look like secrets. */

const TELLING = /pass(word|wd)?$|secret|token|credential|private.?key|^authorization$|cookie|session/i;
/** PEM blocks, bearer headers, passwords within addresses; tokens and keys of ours: 32 bytes and more in base64. */
const LOOKS_SECRET: readonly RegExp[] = [
  /-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g,
  /\bBearer\s+[\w.~+/=-]+/gi,
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /(?<![\w-])[\w-]{43,}(?![\w-])/g,
  /(?<![\w+/])[A-Za-z0-9+/]{40,}={1,2}/g,
  /(?<![\w+/])M[CI][A-Za-z0-9+/]{40,}/g,
];
const HIDDEN = '(removed)';

/** A copy of plain data without what looks like a secret. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return LOOKS_SECRET.reduce((text, pattern) => text.replace(pattern, HIDDEN), value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, TELLING.test(key) ? HIDDEN : withoutSecrets(inner)]),
  );
}
