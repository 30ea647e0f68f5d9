// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeError } from '../../../contract/errors.ts';
import { sampleStatus } from '../../../contract/samples.testkit.ts';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { AuditRow, UndoCheck } from '../../../contract/schemas-audit.ts';
import { KEYS } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith } from '../../renderer.testkit.tsx';
import { AuditDialog } from './audit-dialog.tsx';

beforeEach(() => useUi.setState({ dialogs: [], notice: null }));
afterEach(cleanup);

const auditRow = (id: number, changes: Partial<AuditRow> = {}): AuditRow => ({
  id,
  at: '2026-11-21T10:00:00Z',
  who: 'local',
  client: 'tool',
  action: 'modify account',
  what: `*@a.example: U_IM ${id % 2}`,
  changed: 5,
  outcome: 'ok',
  undoable: true,
  ...changes,
});

function show(rows: AuditRow[], view: LicenseView = licenseView()) {
  const trail = { rows };
  const check: UndoCheck = { state: 'possible', rows: 5, overwritten: 0 };
  const parts = {
    license: { read: async () => view },
    service: { status: async () => sampleStatus() },
    audit: {
      list: async () => ({ rows: trail.rows, next: null }),
      undoState: vi.fn(async () => check),
      startUndo: vi.fn(async () => ({ jobId: 'u' })),
    },
    jobs: { get: async () => ({ id: 'u', kind: 'undo', state: 'done', done: 5, total: 5, result: { changed: 5 } }) },
  };
  const { queries } = renderWith(<AuditDialog />, parts);
  const read = async (changed: AuditRow[]): Promise<void> => {
    trail.rows = changed;
    await queries.invalidateQueries({ queryKey: KEYS.audit });
  };
  return { parts, read };
}
const details = (): HTMLElement => screen.getByRole('region', { name: 'Row in full' });
const chosen = (): string => screen.getByRole('row', { selected: true }).textContent ?? '';

test('what was begun and has not ended is told as not finished; nothing is asked about its undo', async () => {
  const { parts } = show([auditRow(2, { outcome: 'begun', changed: null, undoable: false })]);
  await screen.findByText('Not finished');
  expect(details().textContent).toContain('it was cut short and changed nothing');
  expect(within(details()).queryByRole('button')).toBeNull();
  expect(parts.audit.undoState).not.toHaveBeenCalled();
});

test('the chosen row stays chosen while newer ones come in above it', async () => {
  const { read } = show([auditRow(2), auditRow(1)]);
  fireEvent.click(await screen.findByText('*@a.example: U_IM 1'));
  await read([auditRow(4, { what: 'newer' }), auditRow(2), auditRow(1)]);
  await screen.findByText('newer');
  expect(chosen()).toContain('*@a.example: U_IM 1');
});

test('an undo is asked about, and told although its row can no longer be undone', async () => {
  const { parts, read } = show([auditRow(2)]);
  await screen.findByText('Nothing has overwritten it: 5 accounts would go back.');
  fireEvent.click(within(details()).getByRole('button', { name: 'Undo…' }));
  parts.audit.startUndo.mockImplementation(async () => {
    await read([auditRow(3, { action: 'undo', undoable: false }), auditRow(2, { undoable: false })]);
    return { jobId: 'u' };
  });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(useUi.getState().notice).toEqual({ text: 'Undone: 5 accounts as before.' }));
  expect(parts.audit.startUndo).toHaveBeenCalledWith({ id: 2 });
  expect(screen.queryByRole('dialog', { name: 'Undo Change' })).toBeNull();
});

test('in Emergency Mode nothing is undone, with the reason', async () => {
  const view = licenseView();
  view.information.phase = 'emergency';
  show([auditRow(2)], view);
  await screen.findByText('Nothing has overwritten it: 5 accounts would go back.');
  const undo = () => within(details()).getByRole('button', { name: 'Undo…' });
  await waitFor(() => expect(undo().getAttribute('aria-disabled')).toBe('true'));
  fireEvent.mouseOver(undo());
  expect((await screen.findByRole('tooltip')).textContent).toBe(describeError('EMERGENCY_MODE').message);
  fireEvent.click(undo());
  expect(screen.queryByRole('dialog', { name: 'Undo Change' })).toBeNull();
});
