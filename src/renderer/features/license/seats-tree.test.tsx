// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { MODULES } from '../../../core/seats/modules.ts';
import type { Scope } from '../../app/store.ts';
import { licenseView, renderWith } from '../../renderer.testkit.tsx';
import { SeatsTable } from './seats-table.tsx';
import { seatsTree } from './seats-tree.ts';

afterEach(cleanup);

const keys = (nodes: ReturnType<typeof seatsTree>) => nodes.map((n) => n.key);

test('INTERFACES 4: by category five groups that hold their modules, by module the modules alone', () => {
  const top = seatsTree(licenseView(), false).filter((n) => n.level === 1);
  expect(keys(top)).toEqual(
    ['communication', 'security', 'collaboration', 'mobile', 'desktop'].map((g) => `group:${g}`),
  );
  expect(top.reduce((sum, n) => sum + n.children, 0)).toBe(MODULES.length);
  expect(keys(seatsTree(licenseView(), true))).toEqual(MODULES.map((m) => `module:${m.id}`));
});

test('LICENSING 6: modules that no item covers stand apart; one with an item of its own shares no seats', () => {
  const view = licenseView((id) => (id === 'sms' ? { licensed: false } : id === 'im' ? { ownPool: true } : {}));
  const tree = seatsTree(view, false);
  expect(keys(tree).slice(-2)).toEqual(['unlicensed', 'module:sms']);
  expect(tree.filter((n) => n.parent === 'group:collaboration').map((n) => n.key)).not.toContain('module:sms');
  expect(tree.find((n) => n.key === 'module:im')?.sharedWith).toBeNull();
  expect(tree.find((n) => n.key === 'module:ftp')?.sharedWith).toBe('Collaboration');
});

test('a license for one module shows its group although the group has no item', () => {
  const view = licenseView((id) => ({ licensed: id === 'im', ownPool: id === 'im' }));
  const only = { ...view, groups: view.groups.map((g) => ({ ...g, licensed: false })) };
  expect(keys(seatsTree(only, false)).slice(0, 3)).toEqual(['group:collaboration', 'module:im', 'unlicensed']);
});

test('the treegrid by keyboard: arrows move, open and close; Enter shows the accounts; one row is in the tab order', () => {
  const opened: Scope[] = [];
  renderWith(<SeatsTable view={licenseView()} byModule={false} onOpen={(s) => opened.push(s)} onManage={() => {}} />);
  const grid = screen.getByRole('treegrid', { name: 'Seats' });
  const focused = () => document.activeElement?.getAttribute('data-key');
  const press = (...all: string[]) => {
    for (const key of all) fireEvent.keyDown(document.activeElement ?? grid, { key });
    return focused();
  };
  const first = within(grid).getAllByRole('row')[1];
  first?.focus();
  expect(press('ArrowDown', 'ArrowDown')).toBe('group:collaboration');
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
  expect(press('ArrowRight')).toBe('group:collaboration');
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
  expect(press('ArrowRight')).toBe('module:groupware');
  expect(press('ArrowDown')).toBe('module:im');
  press('Enter');
  expect(opened).toEqual([{ kind: 'module', id: 'im' }]);
  expect(press('ArrowLeft')).toBe('group:collaboration');
  press('ArrowLeft');
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
  expect(press('End')).toBe('group:desktop');
  expect(press('ArrowDown')).toBe('group:desktop');
  expect(press('Home')).toBe('group:communication');
  expect(grid.querySelectorAll('tr[tabindex="0"]')).toHaveLength(1);
});
