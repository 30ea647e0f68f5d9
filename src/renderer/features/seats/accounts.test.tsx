// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeError } from '../../../contract/errors.ts';
import { sampleStatus } from '../../../contract/samples.testkit.ts';
import type { LicenseView, SeatRow } from '../../../contract/schemas.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith, TEST_NATIVE } from '../../renderer.testkit.tsx';
import { useManagement } from '../management/state.ts';
import { AccountsDialog } from './accounts-dialog.tsx';
import { FreeSeatsDialog } from './free-seats-dialog.tsx';

beforeEach(() => useUi.setState({ dialogs: [], notice: null, accountsVersion: 0 }));
afterEach(cleanup);

const row = (name: string): SeatRow => ({
  address: `${name}@berg.example`,
  name,
  counted: true,
  reason: 'Counted: Instant Messaging on.',
  seat: 'none',
  firstAccess: null,
  lastAccess: null,
  trialEnds: null,
});
interface Asked {
  readonly sort: string;
  readonly descending: boolean;
  readonly counted: string;
  readonly over: boolean;
  readonly search: string;
}

function show(element: Parameters<typeof renderWith>[0], view: LicenseView = licenseView()) {
  const asked: Asked[] = [];
  const held: (() => void)[] = [];
  const hold = { next: false };
  const list = vi.fn(async (input: Asked) => {
    asked.push(input);
    if (hold.next) await new Promise<void>((go) => held.push(go));
    const rows = ['ada', 'ben'].map(row);
    return { rows: input.descending ? rows.toReversed() : rows, next: null, total: 2 };
  });
  const done = (result: object) => async () => ({
    id: 'j',
    kind: 'export-seats',
    state: 'done',
    done: 1,
    total: 1,
    result,
  });
  const parts = {
    license: { read: async () => view },
    service: { status: async () => sampleStatus() },
    seats: { list, startExport: vi.fn(async () => ({ jobId: 'j' })) },
    accounts: {
      explain: async () => ({ address: 'ada@berg.example', modules: [] }),
      previewModify: vi.fn(async ({ set }: { set: { except: string[] } }) => ({
        matched: 2 - set.except.length,
        changes: 2 - set.except.length,
        seats: [{ module: 'im', name: 'Instant Messaging', by: set.except.length - 2 }],
      })),
      startModify: vi.fn(async () => ({ jobId: 'j', auditId: 7 })),
    },
    audit: { startUndo: vi.fn(async () => ({ jobId: 'u' })) },
    jobs: { get: vi.fn(done({ changed: 1 })), cancel: async () => ({}) },
  };
  const native = { ...TEST_NATIVE, saveDownload: vi.fn(async () => true) };
  renderWith(element, parts, native);
  const release = (): void => {
    for (const go of held.splice(0)) go();
  };
  return { asked, hold, release, parts, native, done };
}
const IM = { kind: 'module', id: 'im' } as const;
const locals = (): string[] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((line) => within(line).getAllByRole('gridcell')[0]?.textContent?.split('@')[0] ?? '');

test('a sort that takes its time leaves the old rows and says that it reads', async () => {
  const { asked, hold, release } = show(<AccountsDialog scope={IM} />);
  await screen.findByText('2 accounts');
  hold.next = true;
  fireEvent.click(screen.getByRole('button', { name: 'Name' }));
  fireEvent.click(screen.getByRole('button', { name: 'Name' }));
  await screen.findByRole('progressbar', { name: 'Reading accounts' });
  expect(locals()).toEqual(['ada', 'ben']);
  expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
  release();
  await waitFor(() => expect(locals()).toEqual(['ben', 'ada']));
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(asked.at(-1)).toMatchObject({ sort: 'name', descending: true });
});

test('over the limit is asked of all accounts, and the export asks what the list asks', async () => {
  const { asked, parts, native, done } = show(<AccountsDialog scope={IM} />);
  await screen.findByText('2 accounts');
  fireEvent.click(screen.getByRole('radio', { name: 'Over the Limit' }));
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ counted: 'all', over: true }));
  parts.jobs.get.mockImplementation(done({ downloadId: 'd', fileName: 'seats.csv', rows: 2 }));
  fireEvent.click(screen.getByRole('button', { name: 'Export…' }));
  await waitFor(() => expect(native.saveDownload).toHaveBeenCalledWith('d', 'seats.csv'));
  expect(parts.seats.startExport).toHaveBeenCalledWith(expect.objectContaining({ counted: 'all', over: true }));
  await waitFor(() => expect(useUi.getState().notice).toEqual({ text: 'Exported: 2 accounts.' }));
});

test('Show in Management, or Enter on a row, leaves every dialog for the account', async () => {
  show(<AccountsDialog scope={IM} />);
  await screen.findByText('2 accounts');
  for (const act of [
    () => fireEvent.click(screen.getByRole('button', { name: 'Show in Management' })),
    () => fireEvent.keyDown(screen.getByRole('grid'), { key: 'Enter' }),
  ]) {
    useUi.setState({ page: 'overview', dialogs: [{ kind: 'license' }, { kind: 'accounts', scope: IM }] });
    useManagement.setState({ wanted: null });
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'End' });
    act();
    expect(useUi.getState()).toMatchObject({ page: 'management', dialogs: [] });
    expect(useManagement.getState().wanted).toMatchObject({ kind: 'accounts', key: 'ben@berg.example' });
  }
  fireEvent.mouseOver(screen.getByRole('button', { name: 'Show in Management' }));
  expect((await screen.findByRole('tooltip')).textContent).toContain('Enter');
});

test('a group has no switch of its own; in Emergency Mode nothing is freed, with the reason', async () => {
  show(<AccountsDialog scope={{ kind: 'group', id: 'collaboration' }} />);
  await screen.findByText('2 accounts');
  expect(screen.queryByRole('button', { name: 'Free Unused Seats…' })).toBeNull();
  cleanup();
  const view = licenseView();
  view.information.phase = 'emergency';
  show(<AccountsDialog scope={IM} />, view);
  const free = () => screen.getByRole('button', { name: 'Free Unused Seats…' });
  await waitFor(() => expect(free().getAttribute('aria-disabled')).toBe('true'));
  fireEvent.mouseOver(free());
  expect((await screen.findByRole('tooltip')).textContent).toBe(describeError('EMERGENCY_MODE').message);
});

test('freeing seats: who is unticked is left out of the change; its answer offers the way back', async () => {
  const { parts } = show(<FreeSeatsDialog module="im" />);
  await screen.findByRole('button', { name: 'Free 2 Seats' });
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Free the seat of ada@berg.example' }));
  const apply = await screen.findByRole('button', { name: 'Free 1 Seat' });
  await waitFor(() => expect(apply.getAttribute('aria-disabled')).not.toBe('true'));
  fireEvent.click(apply);
  await screen.findByText(/^1 seat of Instant Messaging is free/);
  expect(parts.accounts.startModify).toHaveBeenCalledWith({
    set: { parts: [{ kind: 'unused', module: 'im', days: 90 }], except: ['ada@berg.example'] },
    variables: { U_IM: '0' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('Undone: 1 account as before.');
  expect(parts.audit.startUndo).toHaveBeenCalledWith({ id: 7 });
});
