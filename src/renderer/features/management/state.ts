/** What the Management page holds of its own: what is selected, and what was edited but not saved. */
import { create } from 'zustand';
import { useUi } from '../../app/store.ts';
import { DOMAINS, isSearch } from './lists.ts';
import type { PanelTab } from './panel-tabs.ts';
import { isEmpty, type Kind, NOTHING, type Place, type SelectAction, type Selection, select } from './selection.ts';
import { type Edits, withEdit } from './services.ts';

/** Of selected domains: their own switches, or the accounts in them. */
export type DomainScope = 'services' | 'accounts';

/** What a change has done, until something else is looked at. */
export interface Outcome {
  readonly text: string;
  /** Its row of the audit trail; null: it cannot be undone from here. */
  readonly auditId: number | null;
}

/** Where the page is to go. */
export interface Wanted {
  readonly kind: Kind | 'open';
  readonly key: string;
  /** From elsewhere: the tree takes the focus, and if it is not there any more, that is said. */
  readonly fromElsewhere?: boolean;
}

/** What is changed by edits. */
interface Target {
  readonly selection: Selection;
  readonly scope: DomainScope;
}

type Snapshot = Pick<Management, 'selection' | 'scope' | 'edits' | 'search' | 'active' | 'tab'>;

interface Management extends Target {
  /** Edits that were discarded by selecting elsewhere, with what they were about. */
  readonly discarded: Snapshot | null;
  /** The row that keys act on; index −1 is the root. */
  readonly active: Place;
  readonly search: string;
  /** Of a person’s own choice; null: none was chosen yet. */
  readonly tab: PanelTab | null;
  readonly edits: Edits;
  /** The edits are on their way: selecting elsewhere takes nothing away. */
  readonly saving: boolean;
  readonly outcome: Outcome | null;
  /** The page goes there: to what was just made; `open`: a domain is only opened. */
  readonly wanted: Wanted | null;
  choose(action: SelectAction, active?: Place): void;
  moveTo(active: Place): void;
  setScope(scope: DomainScope): void;
  setTab(tab: PanelTab): void;
  setSearch(search: string): void;
  edit(variable: string, value: string | undefined): void;
  dropEdits(): void;
  /** The discarded edits are there again, where they were made. */
  takeBack(): void;
  /** The discarded edits are gone for good. */
  forget(): void;
  setSaving(saving: boolean): void;
  /** `saved`: the edits that are no longer to be saved. */
  finish(outcome: Outcome, saved: Edits): void;
  /** After accounts have changed; null: it cannot be sure any more what was selected. */
  rechecked(before: Selection, now: Selection | null): void;
}

export const ROOT: Place = { kind: 'domains', list: DOMAINS, index: -1, key: null };

/** Where Shift begins is no part of what is selected. */
const sameTarget = (a: Target, b: Target): boolean =>
  a.scope === b.scope &&
  JSON.stringify({ ...a.selection, anchor: null }) === JSON.stringify({ ...b.selection, anchor: null });

const isEdited = (edits: Edits): boolean => Object.keys(edits).length > 0;

export const useManagement = create<Management>()((set, get) => {
  /** Another target: unsaved edits are discarded, and a notice offers them again. */
  function aim(target: Partial<Target>, more: Partial<Management> = {}): void {
    const now = get();
    const { selection, scope, edits, search, active, tab } = now;
    const before: Snapshot = { selection, scope, edits, search, active, tab };
    const next: Target = { selection, scope, ...target };
    if (sameTarget(before, next)) {
      set({ ...next, ...more });
      return;
    }
    const discarded = isEdited(edits) && !now.saving ? before : now.discarded;
    set({ ...next, ...more, edits: {}, outcome: null, discarded });
  }
  return {
    selection: NOTHING,
    scope: 'services',
    active: ROOT,
    search: '',
    tab: null,
    edits: {},
    saving: false,
    outcome: null,
    discarded: null,
    wanted: null,
    choose: (action, active) => {
      const selection = select(get().selection, action);
      if (action.do === 'learn') return set({ selection });
      const scope = selection.kind === 'domains' ? get().scope : 'services';
      aim({ selection, scope }, active ? { active } : {});
    },
    moveTo: (active) => set({ active }),
    setScope: (scope) => aim({ scope }),
    setTab: (tab) => set({ tab }),
    setSearch: (search) => {
      if (search !== get().search) aim({ selection: NOTHING, scope: 'services' }, { search, active: ROOT });
    },
    edit: (variable, value) => set({ edits: withEdit(get().edits, variable, value), outcome: null }),
    dropEdits: () => set({ edits: {} }),
    takeBack: () => {
      const { discarded } = get();
      if (!discarded) return;
      const { selection, scope, ...rest } = discarded;
      const { kind, list } = rest.active;
      const wanted = kind === 'accounts' && !isSearch(list) ? { kind: 'open' as const, key: list } : null;
      set({ discarded: null, wanted });
      // What was edited since is discarded in its turn, and offered in its place.
      aim({ selection, scope });
      set(rest);
    },
    forget: () => set({ discarded: null }),
    setSaving: (saving) => set({ saving }),
    finish: (outcome, saved) => set({ edits: get().edits === saved ? {} : get().edits, outcome, discarded: null }),
    rechecked: (before, now) => {
      if (get().selection !== before) return;
      if (now) return set({ selection: now });
      set({ selection: NOTHING, edits: {}, outcome: null, discarded: null });
      // What this window itself has deleted is no surprise.
      if (isEmpty(before) || get().saving) return;
      useUi
        .getState()
        .tell({ text: 'The accounts have changed, so what was selected is not certain any more. Select again.' });
    },
  };
});
