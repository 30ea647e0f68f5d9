/** The lists that rows belong to: all domains, the accounts of a domain, the results of a search. Pure. */
import type { Kind } from './selection.ts';

/** List of all domains. */
export const DOMAINS = '';
const SEARCH = '?';

/** No domain begins with a question mark. */
export const searchList = (text: string): string => `${SEARCH}${text}`;
export const isSearch = (list: string): boolean => list.startsWith(SEARCH);

/** How `accounts.list` is asked for the rows of a list of accounts. */
export const listRequest = (list: string): { readonly mask: string; readonly search: string } =>
  isSearch(list) ? { mask: '*@*', search: list.slice(1) } : { mask: `*@${list}`, search: '' };

/** By code points, as the service's store compares text. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [one, two] = [[...a], [...b]];
  for (let i = 0; i < one.length && i < two.length; i += 1) {
    const by = (one[i]?.codePointAt(0) ?? 0) - (two[i]?.codePointAt(0) ?? 0);
    if (by !== 0) return by;
  }
  return one.length - two.length;
}

/** Before or after in the order of the lists: domains by name, accounts by domain and name. */
export function compareKeys(kind: Kind, a: string, b: string): number {
  if (kind === 'domains') return compareText(a, b);
  const [atA, atB] = [a.lastIndexOf('@'), b.lastIndexOf('@')];
  return compareText(a.slice(atA + 1), b.slice(atB + 1)) || compareText(a.slice(0, atA), b.slice(0, atB));
}
