/** A selection as the contract's sets: by rule, so that no row must be loaded to change a million. Pure. */

import type { AccountSet, AccountSetPart, DomainSet, DomainSetPart } from '../../../contract/schemas-sets.ts';
import { MOST_LISTED, MOST_PARTS } from '../../../contract/set-limits.ts';
import { isSearch, listRequest } from './lists.ts';
import { isEmpty, type Range, type Selection, unknownEnds } from './selection.ts';

/** `reading`: the ends of a range are not known yet. `too-many`: more single rows or ranges than one set may have. */
export type Made<S> =
  | { readonly ok: true; readonly set: S }
  | { readonly ok: false; readonly why: 'reading' | 'too-many' };

const isSingle = (range: Range): boolean => range.first.index === range.last.index;
const keysOf = (ranges: readonly Range[]): string[] => ranges.flatMap(({ first }) => first.key ?? []);

function chunks(keys: readonly string[]): string[][] {
  const found: string[][] = [];
  for (let i = 0; i < keys.length; i += MOST_LISTED) found.push(keys.slice(i, i + MOST_LISTED));
  return found;
}

function made<S extends { readonly parts: readonly unknown[]; readonly except: readonly string[] }>(
  selection: Selection,
  set: S,
): Made<S> {
  if (unknownEnds(selection).length > 0) return { ok: false, why: 'reading' };
  const fits = set.parts.length <= MOST_PARTS && set.except.length <= MOST_LISTED;
  return fits ? { ok: true, set } : { ok: false, why: 'too-many' };
}

const between = ({ first, last }: Range) => ({ kind: 'range' as const, from: first.key ?? '', to: last.key ?? '' });

/** Undefined: no accounts are selected. */
export function accountSetOf(selection: Selection): Made<AccountSet> | undefined {
  if (selection.kind !== 'accounts' || isEmpty(selection)) return undefined;
  const { everything, parts: lists } = selection;
  const except = keysOf(selection.holes.map((hole) => ({ first: hole, last: hole })));
  if (everything !== null) return made(selection, { parts: [{ kind: 'mask', mask: '*@*', search: '' }], except });
  const whole = lists.filter((part) => part.whole !== null).map((part) => part.list);
  const domains = whole.filter((list) => !isSearch(list));
  const parts: AccountSetPart[] =
    domains.length > 1
      ? [
          {
            kind: 'domains',
            domains: { parts: chunks(domains).map((names) => ({ kind: 'names', names })), except: [] },
          },
        ]
      : domains.map((list) => ({ kind: 'mask', ...listRequest(list) }));
  for (const list of whole.filter(isSearch)) parts.push({ kind: 'mask', ...listRequest(list) });
  for (const { list, ranges } of lists) {
    for (const range of ranges) if (!isSingle(range)) parts.push({ ...between(range), ...listRequest(list) });
  }
  const singles = keysOf(lists.flatMap((part) => part.ranges.filter(isSingle)));
  parts.push(...chunks(singles).map((addresses) => ({ kind: 'addresses' as const, addresses })));
  return made(selection, { parts, except });
}

/** Undefined: no domains are selected. */
export function domainSetOf(selection: Selection): Made<DomainSet> | undefined {
  if (selection.kind !== 'domains' || isEmpty(selection)) return undefined;
  const except = keysOf(selection.holes.map((hole) => ({ first: hole, last: hole })));
  const all = selection.everything !== null || selection.parts.some((part) => part.whole !== null);
  if (all) return made(selection, { parts: [{ kind: 'mask', mask: '*', search: '' }], except });
  const ranges = selection.parts.flatMap((part) => part.ranges);
  const parts: DomainSetPart[] = ranges.filter((r) => !isSingle(r)).map((r) => ({ ...between(r), search: '' }));
  parts.push(...chunks(keysOf(ranges.filter(isSingle))).map((names) => ({ kind: 'names' as const, names })));
  return made(selection, { parts, except });
}

/** All accounts of domains. */
export function accountsIn(domains: DomainSet): AccountSet {
  const [part, ...more] = domains.parts;
  const single = more.length === 0 && part?.kind === 'names' && part.names.length === 1 ? part.names[0] : undefined;
  if (single !== undefined) return { parts: [{ kind: 'mask', mask: `*@${single}`, search: '' }], except: [] };
  return { parts: [{ kind: 'domains', domains }], except: [] };
}

/** The only address or name of a set; undefined: it is no set of one. */
export function onlyKey(selection: Selection): string | undefined {
  const [part, ...more] = selection.parts;
  const [range, ...ranges] = part?.ranges ?? [];
  const alone = more.length === 0 && ranges.length === 0 && selection.everything === null && part?.whole === null;
  return alone && range && isSingle(range) && selection.holes.length === 0 ? (range.first.key ?? undefined) : undefined;
}
