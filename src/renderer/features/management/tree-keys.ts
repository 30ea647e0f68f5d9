/** What a key or a click on the tree does, as in a file manager. Pure. */
import { nextRow } from '../../ui/use-virtual-rows.ts';
import { DOMAINS } from './lists.ts';
import type { Place, SelectAction, Selection } from './selection.ts';
import type { View } from './view.ts';

export type TreeStep =
  | { readonly do: 'choose'; readonly action: SelectAction; readonly active: Place }
  | { readonly do: 'move'; readonly active: Place }
  | { readonly do: 'open' | 'close'; readonly domain: number }
  | { readonly do: 'enter' | 'rename' | 'delete' | 'menu' | 'nothing' };

export interface TreeNow {
  readonly selection: Selection;
  readonly active: Place;
  /** Row of the active place. */
  readonly index: number;
  /** Rows of one page. */
  readonly page: number;
  /** Accounts of all domains. */
  readonly accounts: number;
  /** Results of a search: nothing opens. */
  readonly flat: boolean;
}
interface Modifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}
type Press = Modifiers & { readonly key: string; readonly metaKey: boolean; readonly altKey: boolean };

/** A click on a row. Undefined: there is nothing to select. */
export function pick(
  view: View,
  now: Pick<TreeNow, 'selection' | 'index'>,
  at: number,
  { shiftKey, ctrlKey }: Modifiers,
): SelectAction | undefined {
  if (view.length === 0) return undefined;
  const { place } = view.row(at);
  const { anchor } = now.selection;
  const from = anchor && view.indexOf(anchor);
  if (shiftKey && anchor && from !== undefined && from !== null) {
    const parts = view.between(anchor.kind, from, at);
    return parts.length === 0 ? undefined : { do: ctrlKey ? 'add' : 'extend', kind: anchor.kind, parts };
  }
  if (place.index < 0) return { do: 'whole', kind: 'domains', list: DOMAINS, rows: domainsOf(view) };
  return { do: ctrlKey ? 'toggle' : 'one', at: place };
}

/** Domains of the tree whose root is at row 0. */
const domainsOf = (view: View): number => (view.length > 1 ? view.row(1).size : 0);

/** Ctrl+A: all accounts of the row's domain, or all results; again: all accounts. */
function everything(view: View, now: TreeNow): SelectAction | undefined {
  const { selection, index, accounts, flat } = now;
  const row = view.row(index);
  const all = view.all(row);
  const first = all?.do === 'whole' ? selection.parts.find((part) => part.list === all.list) : undefined;
  const again = first?.whole != null && selection.parts.length === 1 && selection.holes.length === 0;
  if (!flat && (again || selection.everything !== null || row.place.index < 0)) {
    return accounts > 0 ? { do: 'everything', kind: 'accounts', rows: accounts } : undefined;
  }
  return all;
}

function move(view: View, now: TreeNow, to: number, keys: Modifiers): TreeStep {
  const { place } = view.row(to);
  if (keys.ctrlKey && !keys.shiftKey) return { do: 'move', active: place };
  const action = pick(view, now, to, keys);
  return action ? { do: 'choose', action, active: place } : { do: 'move', active: place };
}

function sideways(view: View, now: TreeNow, key: string): TreeStep {
  const { index, flat } = now;
  const { place, level, expanded, position, size } = view.row(index);
  if (flat) return { do: 'nothing' };
  if (key === 'ArrowRight') {
    if (level === 2 && !expanded) return { do: 'open', domain: place.index };
    const child = level < 3 && index + 1 < view.length && view.row(index + 1).level > level;
    return child ? move(view, now, index + 1, { shiftKey: false, ctrlKey: false }) : { do: 'nothing' };
  }
  if (level === 2 && expanded) return { do: 'close', domain: place.index };
  const parent = level === 3 ? index - position : 0;
  return level > 1 && size > 0 ? move(view, now, parent, { shiftKey: false, ctrlKey: false }) : { do: 'nothing' };
}

/** Undefined: it is no key of the tree. */
export function treeKey(view: View, now: TreeNow, press: Press): TreeStep | undefined {
  const { key, shiftKey, altKey } = press;
  const ctrlKey = press.ctrlKey || press.metaKey;
  if (altKey || view.length === 0) return undefined;
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { do: 'menu' };
  if (ctrlKey && key.toLowerCase() === 'a' && !shiftKey) {
    const action = everything(view, now);
    return action ? { do: 'choose', action, active: view.row(now.index).place } : { do: 'nothing' };
  }
  if (key === ' ') {
    const action = pick(view, now, now.index, { shiftKey, ctrlKey });
    return action ? { do: 'choose', action, active: view.row(now.index).place } : { do: 'nothing' };
  }
  const to = nextRow(key, now.index, view.length, now.page);
  if (to !== undefined) return move(view, now, to, { shiftKey, ctrlKey });
  if (ctrlKey || shiftKey) return undefined;
  if (key === 'ArrowRight' || key === 'ArrowLeft') return sideways(view, now, key);
  if (key === 'Enter') return { do: 'enter' };
  if (key === 'F2') return { do: 'rename' };
  return key === 'Delete' ? { do: 'delete' } : undefined;
}
