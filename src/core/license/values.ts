/** Values of a license document: what may stand in an attribute (LICENSING 2). */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** A day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const found = DATE.exec(text);
  const [year, month, day] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3])];
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
  return found !== null && day >= 1 && day <= days;
}

/** An instant in UTC with whole seconds, `2026-11-21T10:00:00Z`. */
export function isInstant(text: string): boolean {
  const date = INSTANT.exec(text)?.[1];
  return date !== undefined && isDate(date);
}

/** Epoch milliseconds as a license document writes them; fractions of a second are cut off. */
export const instantOf = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

/**
 * Text that a document can hold. Control characters and line ends are no part of a name, and parsers do not agree on
 * them; half a surrogate pair has no UTF-8.
 */
export const isPlainText = (text: string): boolean =>
  text.isWellFormed() && !/[\p{Cc}\u2028\u2029\ufffe\uffff]/u.test(text);

/** License ids and nonces: what every part of the product can store and print. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._~+/=-]{0,127}$/.test(text);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** For attribute values. */
export const escapeXml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char) : text;
