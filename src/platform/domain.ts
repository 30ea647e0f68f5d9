/** Internationalised domain names to their ASCII form, as mail and directories store them. */
import { domainToASCII } from 'node:url';

const MAX_NAME = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/**
 * ASCII that no domain name holds. node's function is a URL's: it would undo percent escapes, cut at a slash, and read
 * numbers as IPv4 addresses.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FOREIGN = /[\u0000-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]/;

/** Lower case, ASCII (`xn--…`), without a trailing dot; empty if it is no name of a mail domain. */
export function domainToAscii(name: string): string {
  const given = name.endsWith('.') ? name.slice(0, -1) : name;
  if (given === '' || given.length > MAX_NAME || FOREIGN.test(given)) return '';
  const ascii = domainToASCII(given);
  if (ascii.length > MAX_NAME) return '';
  const labels = ascii.split('.');
  const numbered = /^[0-9]/.test(labels.at(-1) ?? '') && !/[a-z]/.test(labels.at(-1) ?? '');
  return !numbered && labels.every((label) => LABEL.test(label)) ? ascii : '';
}
