// @vitest-environment jsdom
/** INTERFACES 4: Management. What it asks the service, and what it says, with a service of 2 domains and 1,200 accounts. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeError } from '../../../contract/errors.ts';
import { MODULES } from '../../../core/seats/modules.ts';
import { useUi } from '../../app/store.ts';
import { account, box, reads, resetManagement, selectAll, show, title } from './management.testkit.tsx';
import { showAccount } from './show-account.ts';
import { useManagement } from './state.ts';

beforeEach(resetManagement);
afterEach(cleanup);

test('the tree says level, place and state of its rows; only pages in view are read', async () => {
  const shown = await show();
  shown.key('ArrowDown');
  shown.key('ArrowRight');
  const first = await screen.findByRole('treeitem', { name: 'u0000' });
  expect(first.getAttribute('aria-level')).toBe('3');
  expect(first.getAttribute('aria-posinset')).toBe('1');
  expect(first.getAttribute('aria-setsize')).toBe('1000');
  expect(screen.getByRole('treeitem', { name: /a\.example/ }).getAttribute('aria-expanded')).toBe('true');
  expect(reads(shown)).toEqual([0]);
  const active = () => document.getElementById(shown.tree.getAttribute('aria-activedescendant') ?? '');
  expect(active()?.textContent).toContain('a.example');
  shown.key('ArrowRight');
  await waitFor(() => expect(active()?.textContent).toContain('u0000'));
  shown.key('ArrowLeft');
  shown.key('ArrowLeft');
  await waitFor(() => expect(screen.queryByRole('treeitem', { name: 'u0000' })).toBeNull());
});

test('Ctrl+A asks for a domain by rule; preview, Save, and Undo by the change’s row in the trail', async () => {
  const shown = await show();
  await selectAll(shown);
  const set = { parts: [{ kind: 'mask', mask: '*@a.example', search: '' }], except: [] };
  expect(shown.accounts.policies.mock.lastCall?.[0]).toEqual({ set });
  await waitFor(() => expect(box('Instant Messaging').indeterminate).toBe(true));
  fireEvent.click(box('Instant Messaging'));
  await screen.findByText('600 of 1,000 accounts will change.');
  expect(screen.getByText(/Instant Messaging \+600 seats used\./)).toBeDefined();
  expect(shown.accounts.startModify).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('600 accounts changed.');
  expect(shown.accounts.startModify).toHaveBeenCalledWith({ set, variables: { U_IM: '1' } });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('Undone: 600 accounts changed.');
  expect(shown.audit.startUndo).toHaveBeenCalledWith({ id: 7 });
});

test('selecting elsewhere discards; what is taken back discards in its turn what was edited since', async () => {
  const shown = await show();
  await selectAll(shown);
  fireEvent.click(await screen.findByRole('checkbox', { name: 'VoIP' }));
  await screen.findByText('600 of 1,000 accounts will change.');
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0003' }));
  await screen.findByText(/selecting elsewhere has discarded it/);
  fireEvent.click(screen.getByRole('button', { name: 'Take It Back' }));
  await waitFor(() => expect(title().textContent).toBe('Bulk modification: 1,000 accounts'));
  expect(useManagement.getState().edits).toEqual({ U_SIP: '1' });
  expect(useManagement.getState().discarded).toBeNull();
});

test('a service that no domain grants says why and cannot be clicked', async () => {
  const shown = await show();
  await selectAll(shown);
  await waitFor(() => expect(box('SMS').getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(box('SMS'));
  expect(useManagement.getState().edits).toEqual({});
  const described = document.getElementById(box('SMS').getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('No domain of these accounts grants it.');
});

test('accounts that changed elsewhere: by rule it stays selected, a range that is not certain any more is dropped', async () => {
  const shown = await show();
  await selectAll(shown);
  useUi.getState().accountsChanged();
  await waitFor(() => expect(shown.domains.list.mock.calls.length).toBeGreaterThan(3));
  expect(title().textContent).toBe('Bulk modification: 1,000 accounts');
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0003' }));
  await waitFor(() => expect(title().textContent).toBe('u0003@a.example'));
  shown.accounts.list.mockImplementation(async () => ({ rows: [account('a.example', 9)], next: null, total: 1 }));
  useUi.getState().accountsChanged();
  await waitFor(() => expect(useUi.getState().notice).toMatchObject({ text: expect.stringContaining('Select again') }));
  expect(title().textContent).toBe('Nothing is selected');
});

test('LICENSING 5: in Emergency Mode everything can be looked at, and what would change it says why not', async () => {
  const shown = await show('emergency');
  const { message } = describeError('EMERGENCY_MODE');
  await selectAll(shown);
  await waitFor(() => expect(box('VoIP').getAttribute('aria-disabled')).toBe('true'));
  const described = document.getElementById(box('VoIP').getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain(message);
  fireEvent.click(box('VoIP'));
  expect(useManagement.getState().edits).toEqual({});
  shown.key('Delete');
  expect(useUi.getState().dialogs).toEqual([]);
  expect(useUi.getState().notice).toEqual({ text: message });
  for (const name of ['New Domain…', 'Delete…', 'Save']) {
    expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
  }
});

test('LICENSING 6: the Seats tab of one account: a row for each module, and below every condition of the chosen one', async () => {
  const shown = await show();
  shown.key('ArrowDown');
  shown.key('ArrowRight');
  fireEvent.click(await screen.findByRole('treeitem', { name: 'u0003' }));
  fireEvent.click(await screen.findByRole('tab', { name: 'Seats' }));
  const grid = screen.getByRole('grid', { name: 'Seats of u0003@a.example' });
  await within(grid).findByText('Instant Messaging');
  expect(shown.accounts.explain.mock.calls.map(([input]) => input)).toEqual([{ address: 'u0003@a.example' }]);
  const cells = (name: string) =>
    within(within(grid).getByText(name).closest<HTMLElement>('[role="row"]') ?? grid)
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent);
  expect(cells('Instant Messaging')).toEqual([
    'Instant Messaging',
    'Counted: Instant Messaging is on.',
    'Trial, 4 days left',
    '20 Nov 2026',
    '20 Nov 2026',
    expect.stringMatching(/20\d\d$/),
  ]);
  expect(cells('SMS')).toEqual(['SMS', 'Not counted: SMS is off.', '–', '–', 'never', '–']);
  const why = screen.getByRole('region', { name: 'Why' });
  expect(within(why).getByRole('heading').textContent).toBe(MODULES[0]?.name);
  fireEvent.keyDown(grid, { key: 'End' });
  expect(within(why).getByRole('heading').textContent).toBe(MODULES.at(-1)?.name);
  expect(within(why).getAllByRole('listitem')).toHaveLength(1);
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0004' }));
  await screen.findByRole('grid', { name: 'Seats of u0004@a.example' });
  expect(within(why).getByRole('heading').textContent, 'the same module of the next').toBe(MODULES.at(-1)?.name);
});

test('several selected: Policies opens; a tab that a person chose stays', async () => {
  const shown = await show();
  const chosen = () => screen.getByRole('tab', { selected: true }).textContent;
  shown.key('ArrowDown');
  await waitFor(() => expect(chosen()).toBe('Domain'));
  await selectAll(shown);
  expect(chosen()).toBe('Policies');
  expect(screen.queryByRole('tab', { name: 'Seats' })).toBeNull();
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0003' }));
  await waitFor(() => expect(chosen()).toBe('Account'));
  fireEvent.click(screen.getByRole('tab', { name: 'Account' }));
  shown.key('a', { ctrlKey: true });
  await waitFor(() => expect(title().textContent).toBe('Bulk modification: 1,000 accounts'));
  expect(chosen()).toBe('Account');
});

test('shown from elsewhere: its domain opens, it is selected, the tree has the focus; who is gone is told', async () => {
  const shown = await show();
  useUi.setState({ page: 'overview', dialogs: [{ kind: 'license' }, { kind: 'about' }] });
  showAccount('u0123@b.example');
  expect(useUi.getState()).toMatchObject({ page: 'management', dialogs: [] });
  await waitFor(() => expect(title().textContent).toBe('u0123@b.example'));
  await waitFor(() => expect(document.activeElement).toBe(shown.tree));
  // In view, too: only rows in view are drawn.
  expect(screen.getByRole('treeitem', { selected: true }).textContent).toBe('u0123');
  expect(useUi.getState().notice).toBeNull();
  showAccount('u0900@b.example');
  await waitFor(() => expect(useUi.getState().notice).toEqual({ text: 'u0900@b.example is not there any more.' }));
  expect(title().textContent).toBe('u0123@b.example');
});

test('a row says what is not a User, and what is disabled, in words', async () => {
  const shown = await show();
  const { list } = shown.accounts;
  const looks = [{}, { type: 7 }, { disabled: 2 }, { type: 1, disabled: 1 }];
  const rows = looks.map((look, i) => ({ ...account('a.example', i), ...look }));
  list.mockImplementation(async () => ({ rows, next: null, total: rows.length }));
  shown.key('ArrowDown');
  shown.key('ArrowRight');
  for (const name of ['u0000', 'u0001, Group', 'u0002, disabled', 'u0003, Mailing list, disabled']) {
    await screen.findByRole('treeitem', { name });
  }
  const drawn = (name: string) => screen.getByRole('treeitem', { name }).querySelector('path')?.getAttribute('d');
  expect(new Set(['u0000', 'u0001, Group', 'u0002, disabled'].map(drawn)).size).toBe(3);
});
