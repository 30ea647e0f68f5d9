/** Mail addresses as keys: one spelling for each (INTERFACES 2). Pure; the domain's ASCII form comes through a port. */

/** Internationalised domain to its ASCII form; empty if there is none. */
export type DomainToAscii = (name: string) => string;

export interface Address {
  /** Lower case, NFC; quotes only where they are needed. */
  readonly local: string;
  /** Lower case, ASCII form. */
  readonly domain: string;
}
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** RFC 5321 4.5.3.1, in characters. */
export const LOCAL_MAX = 64;
export const DOMAIN_MAX = 255;
const LABEL_MAX = 63;

const ASCII_LABELS = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** What a local part may hold unquoted: RFC 5322 atext and RFC 6531, without `*`, which masks need. */
const DOT_ATOM = /^[a-z0-9!#$%&'+/=?^_`{|}~\u00a1-\u{10ffff}-]+(?:\.[a-z0-9!#$%&'+/=?^_`{|}~\u00a1-\u{10ffff}-]+)*$/u;
const PLAIN_ASCII = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*$/;
/** Spaces, controls, directions and halves of characters that nobody can see or type. */
const UNSEEN = /[\p{C}\p{Z}]/u;
const QUOTED = /^"((?:[^"\\]|\\.)*)"$/su;

const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
const bad = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** `local@domain`, the key under which an address is stored and shown. */
export const addressKey = (address: Address): string => `${address.local}@${address.domain}`;

/** A domain name as a person types it. A last dot is dropped. */
export function parseDomain(text: string, toAscii: DomainToAscii): Parsed<string> {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name === '') return bad('it is empty');
  if (name.startsWith('[')) return bad('a network address in brackets is not a domain');
  if (name.length > DOMAIN_MAX) return bad(`it is longer than ${DOMAIN_MAX} characters`);
  const ascii = ASCII_LABELS.test(name) && !name.includes('xn--') ? name : toAscii(name).toLowerCase();
  if (ascii === '' || !ASCII_LABELS.test(ascii)) return bad('only letters, digits, hyphens and dots make a domain');
  if (ascii.length > DOMAIN_MAX) return bad(`its ASCII form is longer than ${DOMAIN_MAX} characters`);
  if (ascii.split('.').some((label) => label.length > LABEL_MAX)) {
    return bad(`a part between dots is longer than ${LABEL_MAX} characters`);
  }
  return good(ascii);
}

function unquote(local: string): Parsed<string> {
  const inner = QUOTED.exec(local)?.[1];
  if (inner === undefined) return bad('the quotes before @ do not match');
  const text = inner.replace(/\\(.)/gsu, '$1');
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return bad('it has control characters');
  if (DOT_ATOM.test(text) && !UNSEEN.test(text)) return good(text);
  return good(`"${text.replace(/["\\]/g, '\\$&')}"`);
}

function explainLocal(local: string): string {
  if (local === '') return 'nothing stands before @';
  if (UNSEEN.test(local)) return 'it has spaces or characters that cannot be seen';
  if (local.includes('*')) return '* is for masks only';
  if (local.startsWith('.') || local.endsWith('.')) return 'a dot begins or ends the part before @';
  if (local.includes('..')) return 'two dots follow each other';
  const odd = [...local].find((c) => !/^[a-z0-9!#$%&'+/=?^_`{|}~\u00a1-\u{10ffff}.-]$/u.test(c));
  return `${odd ?? local} cannot stand before @ without quotes`;
}

/** The part before @. `"john"@…` and `john@…` are the same key. */
export function parseLocal(text: string): Parsed<string> {
  const lower = text.toLowerCase();
  if (lower.length <= LOCAL_MAX && PLAIN_ASCII.test(lower)) return good(lower);
  const normal = lower.normalize('NFC');
  const local = normal.startsWith('"') ? unquote(normal) : good(normal);
  if (!local.ok) return local;
  if ([...local.value].length > LOCAL_MAX) return bad(`the part before @ is longer than ${LOCAL_MAX} characters`);
  if (local.value.startsWith('"')) return local.value === '""' ? bad('nothing stands before @') : local;
  return DOT_ATOM.test(local.value) && !UNSEEN.test(local.value) ? local : bad(explainLocal(local.value));
}

/** `name@domain`; the reason says what is wrong with it. */
export function parseAddress(text: string, toAscii: DomainToAscii): Parsed<Address> {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (trimmed === '') return bad('it is empty');
  if (at < 0) return bad('there is no @');
  if (at === trimmed.length - 1) return bad('nothing stands behind @');
  const local = parseLocal(trimmed.slice(0, at));
  if (!local.ok) return local;
  const domain = parseDomain(trimmed.slice(at + 1), toAscii);
  if (!domain.ok) return bad(`the domain “${trimmed.slice(at + 1, at + 81)}” is none: ${domain.reason}`);
  return good({ local: local.value, domain: domain.value });
}
