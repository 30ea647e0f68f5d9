import { expect, test } from 'vitest';
import { openTab, type PanelTab, tabsOf } from './panel-tabs.ts';

test.each<[PanelTab | null, 'accounts' | 'domains', boolean, PanelTab]>([
  [null, 'accounts', false, 'about'],
  [null, 'domains', false, 'about'],
  [null, 'accounts', true, 'policies'],
  [null, 'domains', true, 'policies'],
  ['about', 'accounts', true, 'about'],
  ['policies', 'accounts', false, 'policies'],
  ['seats', 'accounts', false, 'seats'],
  ['seats', 'accounts', true, 'policies'],
  ['seats', 'domains', false, 'about'],
])('a person chose %s: of %s (several: %s) it is %s that is open', (chosen, kind, bulk, tab) => {
  expect(openTab(chosen, kind, bulk)).toBe(tab);
  expect(tabsOf(kind, bulk).map(({ id }) => id)).toContain(tab);
});
