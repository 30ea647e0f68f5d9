/** LDIF (RFC 2849) of a directory: mail, cn or displayName, other addresses, userAccountControl. */
import { isUtf8 } from 'node:buffer';
import { SeatkeeperError } from '../../../contract/errors.ts';
import { nameFault } from '../../../core/accounts/variables.ts';
import { FAULTS, type Line } from './lines.ts';
import type { Reader, Sink } from './sink.ts';

/** userAccountControl: ACCOUNTDISABLE. */
const DISABLED_BIT = 2;
/** U_Type 7: a group has an address and no mailbox of a person. */
const GROUP_TYPE = 7;
const GROUPS = new Set(['group', 'groupofnames', 'groupofuniquenames', 'posixgroup']);
const WANTED = new Set([
  'dn',
  'changetype',
  'objectclass',
  'mail',
  'cn',
  'displayname',
  'mailalternateaddress',
  'proxyaddresses',
  'useraccountcontrol',
]);
/** A value is an address or a name; what is longer is cut short and refused. */
const VALUE_MAX = 2 * 1024;
/** No directory gives an entry more values of one attribute. */
const VALUES_MAX = 1_000;

interface Entry {
  readonly number: number;
  /** Attribute, lower case, to its values. */
  readonly values: Map<string, string[]>;
  fault: string;
}
interface Attribute {
  readonly name: string;
  raw: string;
  readonly encoding: 'text' | 'base64' | 'url';
}

function decode(attribute: Attribute): string | undefined {
  if (attribute.encoding === 'text') return attribute.raw;
  const base64 = attribute.raw.replace(/\s+/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

function attributeOf(text: string): Attribute | undefined {
  const colon = text.indexOf(':');
  // What follows a semicolon is an option, e.g. a language.
  const name = text.slice(0, Math.max(0, colon)).split(';', 1)[0]?.toLowerCase() ?? '';
  if (!/^[a-z0-9.-]+$/.test(name)) return undefined;
  const mark = text[colon + 1];
  const encoding = mark === ':' ? 'base64' : mark === '<' ? 'url' : 'text';
  let from = encoding === 'text' ? colon + 1 : colon + 2;
  while (text[from] === ' ') from += 1;
  return { name, raw: text.slice(from), encoding };
}

function finish(entry: Entry, attribute: Attribute): void {
  if (!WANTED.has(attribute.name)) return;
  const value = attribute.encoding === 'url' ? undefined : decode(attribute);
  const values = entry.values.get(attribute.name) ?? [];
  if (value === undefined || attribute.raw.length > VALUE_MAX) {
    const why = attribute.encoding === 'url' ? 'stands in another file' : 'is no UTF-8 text in base64, or too long';
    entry.fault ||= `the value of ${attribute.name} ${why}`;
  } else if (values.length >= VALUES_MAX) {
    entry.fault ||= `more than ${VALUES_MAX} values of ${attribute.name}`;
  } else {
    values.push(value);
    entry.values.set(attribute.name, values);
  }
}

const cutOff = (line: Line): SeatkeeperError =>
  new SeatkeeperError('IMPORT_UNREADABLE', { detail: `it is cut off: line ${line.number}, its last, has no end` });

/** Entries one after the other; values that nobody wants are not kept, however long. */
function* entriesOf(lines: Iterable<Line>): Generator<Entry> {
  let entry: Entry | undefined;
  let attribute: Attribute | undefined;
  const close = () => {
    if (entry && attribute) finish(entry, attribute);
    attribute = undefined;
  };
  for (const line of lines) {
    if (!line.ended) throw cutOff(line);
    const { number, text, fault } = line;
    if (fault === '' && text === '') {
      close();
      if (entry) yield entry;
      entry = undefined;
    } else if (text.startsWith(' ')) {
      if (attribute && WANTED.has(attribute.name) && attribute.raw.length <= VALUE_MAX) attribute.raw += text.slice(1);
    } else if (!text.startsWith('#')) {
      close();
      entry ??= { number, values: new Map(), fault: '' };
      attribute = attributeOf(text);
      // A photo on one long line is nothing that anybody wants.
      const ignored = fault === FAULTS.length && attribute !== undefined && !WANTED.has(attribute.name);
      if (fault !== '') entry.fault ||= ignored ? '' : `line ${number}: ${fault}`;
      else if (!attribute && text !== '-') entry.fault ||= `line ${number} is no attribute: value`;
    }
  }
  close();
  if (entry) yield entry;
}

/** `SMTP:` marks the main address among proxyAddresses, `smtp:` the others; other kinds are no mail. */
function mailProxies(values: readonly string[]): { readonly main: string | undefined; readonly all: string[] } {
  const mail = values.filter((value) => /^smtp:/i.test(value));
  return { main: mail.find((value) => value.startsWith('SMTP:'))?.slice(5), all: mail.map((value) => value.slice(5)) };
}

function refusal(entry: Entry, classes: ReadonlySet<string>): string | undefined {
  if (entry.fault !== '') return entry.fault;
  if (!entry.values.has('dn')) return 'the entry has no dn';
  const change = entry.values.get('changetype')?.[0]?.trim().toLowerCase();
  if (change !== undefined && change !== 'add') return `changetype ${change.slice(0, 20)} is not imported, only add`;
  return classes.has('contact') ? 'it is a contact: its mailbox is elsewhere' : undefined;
}

function readEntry(entry: Entry, sink: Sink): void {
  const of = (name: string): readonly string[] => entry.values.get(name) ?? [];
  const shown = `dn: ${of('dn')[0] ?? ''}`;
  const classes = new Set(of('objectclass').map((name) => name.toLowerCase()));
  const no = refusal(entry, classes);
  const proxies = mailProxies(of('proxyaddresses'));
  const mail = of('mail')[0]?.trim() || proxies.main;
  const name = (of('displayname')[0] ?? of('cn')[0])?.trim();
  const wrong = name === undefined ? undefined : nameFault(name);
  if (no !== undefined || !mail || wrong !== undefined) {
    sink.skip(entry.number, no ?? (mail ? `the name: ${wrong}` : 'the entry has no mail address'), shown);
    return;
  }
  const control = of('useraccountcontrol')[0];
  const disabled = control === undefined ? undefined : (Number(control) & DISABLED_BIT) === 0 ? 0 : 1;
  const type = [...classes].some((c) => GROUPS.has(c)) ? GROUP_TYPE : undefined;
  if (!sink.account(entry.number, mail, { name, type, disabled, named: 0, flags: 0 }, shown)) return;
  for (const other of [...of('mail').slice(1), ...of('mailalternateaddress'), ...proxies.all]) {
    if (other.trim().toLowerCase() !== mail.toLowerCase()) sink.alias(entry.number, other, mail, shown);
  }
}

export const readLdif: Reader = (lines, sink) => {
  for (const entry of entriesOf(lines)) {
    // The version line, when nothing but it stands in its paragraph.
    if (entry.values.size > 0 || entry.fault !== '') readEntry(entry, sink);
  }
};
