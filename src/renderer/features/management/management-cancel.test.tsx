// @vitest-environment jsdom
/** INTERFACES 4: long work can be cancelled, and what was discarded can be taken back. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useUi } from '../../app/store.ts';
import { renderWith } from '../../renderer.testkit.tsx';
import { DeleteAccountsDialog } from './delete-dialog.tsx';
import { resetManagement, selectAll, service, show, title } from './management.testkit.tsx';
import { useManagement } from './state.ts';

beforeEach(resetManagement);
afterEach(cleanup);

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

test('Cancel while it is saved: the service ends its job, the edits stay as they were, and nothing is told as an error', async () => {
  const shown = await show();
  shown.pace.slow = true;
  await selectAll(shown);
  fireEvent.click(await screen.findByRole('checkbox', { name: 'VoIP' }));
  await screen.findByText('600 of 1,000 accounts will change.');
  click('Save');
  const progress = await screen.findByRole('progressbar', { name: 'Saving…' });
  await waitFor(() => expect(progress.getAttribute('aria-valuenow')).not.toBeNull());
  expect(useManagement.getState().saving).toBe(true);
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  click('Cancel');
  await screen.findByText('600 of 1,000 accounts will change.');
  expect(shown.jobs.cancel.mock.calls).toEqual([[{ id: 'j1' }]]);
  expect(useManagement.getState()).toMatchObject({ edits: { U_SIP: '1' }, saving: false, outcome: null });
  expect(screen.queryByRole('alert')).toBeNull();

  shown.pace.slow = false;
  click('Save');
  await screen.findByText('600 accounts changed.');
  expect(shown.accounts.startModify).toHaveBeenCalledTimes(2);
});

test('Take It Back opens the domain that was closed meanwhile, with its rows selected as they were', async () => {
  const shown = await show();
  shown.key('ArrowDown');
  shown.key('ArrowRight');
  fireEvent.click(await screen.findByRole('treeitem', { name: 'u0003' }));
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0005' }), { shiftKey: true });
  fireEvent.click(await screen.findByRole('checkbox', { name: 'VoIP' }));
  const domain = screen.getByRole('treeitem', { name: /a\.example/ });
  fireEvent.click(domain.querySelector('[data-twist]') ?? domain);
  await waitFor(() => expect(screen.queryByRole('treeitem', { name: 'u0003' })).toBeNull());
  await waitFor(() => expect(title().textContent).toBe('a.example'));
  click('Take It Back');
  await waitFor(() =>
    expect(
      screen.getAllByRole('treeitem', { selected: true }).map((row) => row.querySelector('.name')?.textContent),
    ).toEqual(['u0003', 'u0004', 'u0005']),
  );
  expect(title().textContent).toMatch(/^Bulk modification/);
  expect(useManagement.getState()).toMatchObject({ edits: { U_SIP: '1' }, discarded: null });
});

test('Delete: the number has to be typed; Cancel ends the job and keeps everything, Cancel again leaves', async () => {
  const parts = service();
  parts.pace.slow = true;
  const set = { parts: [{ kind: 'mask' as const, mask: '*@a.example', search: '' }], except: [] };
  useUi.getState().open({ kind: 'delete-accounts', set });
  const selection = useManagement.getState().selection;
  renderWith(<DeleteAccountsDialog set={set} />, parts);
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete Accounts' }));
  const field = await dialog.findByRole('textbox', { name: 'Type 1,000 to delete so many accounts' });
  click('Delete');
  expect(parts.accounts.startDelete).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: '1,000' } });
  click('Delete');
  await dialog.findByRole('progressbar', { name: 'Deleting…' });
  expect(parts.accounts.startDelete).toHaveBeenCalledWith({ set });
  await waitFor(() => expect(parts.pace.asked).toBe(2));
  click('Cancel');
  await waitFor(() => expect(dialog.queryByRole('progressbar')).toBeNull());
  expect(parts.jobs.cancel.mock.calls).toEqual([[{ id: 'j1' }]]);
  expect(dialog.queryByRole('alert')).toBeNull();
  expect(useUi.getState()).toMatchObject({ dialogs: [{ kind: 'delete-accounts' }], notice: null });
  expect(useManagement.getState()).toMatchObject({ saving: false, selection });
  click('Cancel');
  expect(useUi.getState().dialogs).toEqual([]);
  expect(parts.jobs.cancel).toHaveBeenCalledTimes(1);
});
