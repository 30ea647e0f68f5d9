/** How long a server asks to be left alone (RFC 9110): seconds, or a date beside its own. */

/** Undefined: it does not ask, or not understandably. Not read from this machine's clock, which may be wrong. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const seconds = Math.ceil((Date.parse(text) - Date.parse(headers.get('date') ?? '')) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
