/** CSV with a header line (INTERFACES 2); RFC 4180 quotes, separated by comma or semicolon. */
import { SeatkeeperError } from '../../../contract/errors.ts';
import {
  DETAIL_DISABLED,
  DETAIL_TYPE,
  nameFault,
  parseBoolean,
  parseDisabled,
  parseType,
} from '../../../core/accounts/variables.ts';
import { flagOfAccountVariable } from '../../../core/seats/modules.ts';
import { parseRecord, splitRecord } from './csv-record.ts';
import type { Line } from './lines.ts';
import type { FoundFields, Reader, Sink } from './sink.ts';

type Column =
  | { readonly kind: 'address' | 'name' | 'type' | 'disabled' }
  | { readonly kind: 'flag'; readonly bit: number; readonly variable: string };
interface Header {
  readonly separator: string;
  readonly columns: readonly Column[];
}
interface Draft {
  address: string;
  name: string | undefined;
  type: number | undefined;
  disabled: number | undefined;
  named: number;
  flags: number;
}

const OTHER_NAMES: Readonly<Record<string, 'name' | 'type' | 'disabled'>> = {
  name: 'name',
  u_name: 'name',
  type: 'type',
  u_type: 'type',
  disabled: 'disabled',
  u_accountdisabled: 'disabled',
};

const unreadable = (detail: string): SeatkeeperError => new SeatkeeperError('IMPORT_UNREADABLE', { detail });

export const NO_ADDRESS_COLUMN = 'its first line names no column “address”';

/** Column names of a header line, lower case; with the separator that makes the most of them. */
export function headerNames(text: string): { readonly separator: string; readonly names: string[] } {
  const separator = text.split(';').length > text.split(',').length ? ';' : ',';
  const fields = parseRecord(text, separator);
  return { separator, names: (fields ?? []).map((field) => field.trim().toLowerCase()) };
}

function columnOf(name: string): Column {
  if (name === 'address') return { kind: 'address' };
  const other = OTHER_NAMES[name];
  if (other !== undefined) return { kind: other };
  const flag = flagOfAccountVariable(name);
  if (flag) return { kind: 'flag', bit: 1 << flag.bit, variable: flag.accountVariable };
  throw unreadable(`the column “${name.slice(0, 40)}” is not known`);
}

const columnKey = (column: Column): string => (column.kind === 'flag' ? column.variable : column.kind);

/** Throws IMPORT_UNREADABLE. Without `address` nothing of the line is shown: it may be a password file. */
function parseHeader(text: string): Header {
  const { separator, names } = headerNames(text);
  while (names.at(-1) === '') names.pop();
  if (!names.includes('address')) throw unreadable(NO_ADDRESS_COLUMN);
  const columns = names.map(columnOf);
  const keys = columns.map(columnKey);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) throw unreadable(`the column “${twice}” stands there twice`);
  return { separator, columns };
}

/** Puts one value into the draft; returns what is wrong with it. An empty value names nothing, but an empty name is one. */
function take(draft: Draft, column: Column, value: string): string | undefined {
  if (column.kind === 'address') {
    draft.address = value;
    return undefined;
  }
  if (column.kind === 'name') {
    draft.name = value.trim();
    const fault = nameFault(draft.name);
    return fault && `the name: ${fault}`;
  }
  if (value === '') return undefined;
  if (column.kind === 'flag') {
    const on = value === '1' ? true : value === '0' ? false : parseBoolean(value);
    if (on === undefined) return value.trim() === '' ? undefined : `${column.variable} takes 0, 1, true or false`;
    draft.named |= column.bit;
    if (on) draft.flags |= column.bit;
    return undefined;
  }
  if (column.kind === 'type') {
    draft.type = parseType(value);
    return draft.type === undefined ? `type takes ${DETAIL_TYPE}` : undefined;
  }
  draft.disabled = parseDisabled(value);
  return draft.disabled === undefined ? `disabled takes ${DETAIL_DISABLED}` : undefined;
}

function readRow(header: Header, fields: readonly string[]): { address: string; fields: FoundFields } | string {
  const { columns } = header;
  if (fields.length < columns.length) return `${fields.length} fields, where the header names ${columns.length}`;
  for (let i = columns.length; i < fields.length; i++) {
    if (fields[i] !== '') return `${fields.length} fields, where the header names ${columns.length}`;
  }
  const draft: Draft = { address: '', name: undefined, type: undefined, disabled: undefined, named: 0, flags: 0 };
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    if (column === undefined) break;
    const fault = take(draft, column, fields[i] ?? '');
    if (fault !== undefined) return fault;
  }
  return { address: draft.address, fields: draft };
}

function put(header: Header, line: number, fields: readonly string[], shown: string, sink: Sink): void {
  const row = readRow(header, fields);
  if (typeof row === 'string') sink.skip(line, row, shown);
  else sink.account(line, row.address, row.fields, shown);
}

/** The first line that is not blank; the header. */
function takeHeader(source: Iterator<Line>): Header {
  for (let next = source.next(); !next.done; next = source.next()) {
    if (next.value.fault !== '') throw unreadable(`line ${next.value.number}: ${next.value.fault}`);
    if (next.value.text.trim() !== '') return parseHeader(next.value.text);
  }
  throw unreadable('it is empty');
}

export const readCsv: Reader = (lines, sink) => {
  const source = lines[Symbol.iterator]();
  const header = takeHeader(source);
  const pushedBack: Line[] = [];
  const next = (): Line | undefined => {
    const again = pushedBack.shift();
    if (again) return again;
    const got = source.next();
    return got.done ? undefined : got.value;
  };
  for (let line = next(); line; line = next()) {
    if (line.fault !== '') {
      sink.skip(line.number, line.fault, '');
    } else if (!line.text.includes('"')) {
      if (line.text !== '') put(header, line.number, line.text.split(header.separator), line.text, sink);
    } else {
      const record = splitRecord(line, header.separator, next);
      pushedBack.unshift(...record.unused);
      if ('fault' in record) sink.skip(line.number, record.fault, line.text);
      else put(header, line.number, record.fields, line.text, sink);
    }
  }
};
