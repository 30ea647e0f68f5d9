/**
 * A line of `tool export`: every value is followed by a comma, also the last. A value with a comma, a quote, a line
 * break, or a space at its ends is quoted as in RFC 4180, so that nothing can be read as two values.
 */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

const cell = (value: string): string => (NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export const exportLine = (values: readonly (string | number)[]): string =>
  `${values.map((value) => `${cell(String(value))},`).join('')}\n`;
