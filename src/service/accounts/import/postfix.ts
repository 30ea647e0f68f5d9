/** Postfix virtual mailbox maps (address → mailbox) and virtual alias maps (address → addresses), as text. */
import type { Line } from './lines.ts';
import { NO_FIELDS, type Reader, type Sink } from './sink.ts';

export interface MapLine {
  readonly number: number;
  readonly key: string;
  readonly value: string;
  readonly fault: string;
}

/** Lines that begin with white space go on with the one before (postmap(1)). */
export function* mapLines(lines: Iterable<Line>): Generator<MapLine> {
  let current: { number: number; text: string; fault: string } | undefined;
  const split = ({ number, text, fault }: { number: number; text: string; fault: string }): MapLine => {
    const [, key = '', value = ''] = /^("(?:[^"\\]|\\.)*"\S*|\S+)\s*(.*)$/su.exec(text.trim()) ?? [];
    return { number, key, value: value.trim(), fault };
  };
  for (const line of lines) {
    if (line.fault === '' && (line.text.trim() === '' || line.text.trimStart().startsWith('#'))) continue;
    if (/^\s/.test(line.text) && current) {
      current.text += ` ${line.text.trim()}`;
      if (current.text.length > 64 * 1024) current.fault = 'it goes on for more than 64 KiB';
      if (current.fault !== '') current.text = '';
      continue;
    }
    if (current) yield split(current);
    current = { number: line.number, text: line.text, fault: line.fault };
  }
  if (current) yield split(current);
}

const looksLikePath = (value: string): boolean => value.includes('/');
const looksLikeAddresses = (value: string): boolean => value.includes('@') && !looksLikePath(value);

/** Most of the values decide: paths, or words without @, make a mailbox map; addresses an alias map. */
export function isAliasMap(sample: Iterable<MapLine>): boolean {
  let addresses = 0;
  let paths = 0;
  for (const { value } of sample) {
    if (looksLikeAddresses(value)) addresses += 1;
    else if (looksLikePath(value)) paths += 1;
  }
  return addresses > 0 && addresses >= paths;
}

/** Undefined: the key is an address. */
function keyFault(key: string): string | undefined {
  if (key.startsWith('@')) return 'it catches all addresses of a domain: no account';
  if (key.startsWith('/')) return 'it is a pattern: no address';
  return key.includes('@') ? undefined : 'it declares a domain or a local user: no address';
}

function readAlias({ number, key, value }: MapLine, shown: string, sink: Sink): void {
  const targets = value.split(/[\s,]+/).filter((target) => target !== '');
  const addresses = targets.filter((target) => target.includes('@') && !/^[|/:]/.test(target));
  if (addresses.length === 0) sink.skip(number, 'it leads to no address: a program, a file or a local user', shown);
  for (const target of addresses) sink.alias(number, key, target, shown);
}

/** `aliases`: what the beginning of the file showed. */
export const readPostfix =
  (aliases: boolean): Reader =>
  (lines, sink) => {
    for (const line of mapLines(lines)) {
      const shown = `${line.key} ${line.value}`.trim();
      const fault = line.fault || keyFault(line.key);
      if (fault) sink.skip(line.number, fault, line.fault ? '' : shown);
      else if (line.value === '') sink.skip(line.number, 'nothing stands behind the address', shown);
      else if (aliases) readAlias(line, shown, sink);
      else if (looksLikeAddresses(line.value)) sink.skip(line.number, 'it is an alias among mailboxes', shown);
      else sink.account(line.number, line.key, NO_FIELDS, shown);
    }
  };
