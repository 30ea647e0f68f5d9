/** The tabs of what is selected, and which of them is open. Pure. */
export type PanelTab = 'about' | 'policies' | 'seats';
type Kind = 'accounts' | 'domains';

interface Tab {
  readonly id: PanelTab;
  readonly label: string;
}

/** Seats are told of one account; of several, the lists of modules tell them. */
export const tabsOf = (kind: Kind, bulk: boolean): readonly Tab[] => [
  { id: 'about', label: kind === 'accounts' ? 'Account' : 'Domain' },
  { id: 'policies', label: 'Policies' },
  ...(kind === 'accounts' && !bulk ? [{ id: 'seats', label: 'Seats' } as const] : []),
];

/** A person’s own choice, where there is such a tab; else what the selection is mostly made for. */
export function openTab(chosen: PanelTab | null, kind: Kind, bulk: boolean): PanelTab {
  const has = tabsOf(kind, bulk).some((tab) => tab.id === chosen);
  return chosen !== null && has ? chosen : bulk ? 'policies' : 'about';
}
