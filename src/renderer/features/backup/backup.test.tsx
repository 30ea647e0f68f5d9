// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../contract/schemas.ts';
import type { RestoreReport } from '../../../contract/schemas-backup.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith, TEST_NATIVE } from '../../renderer.testkit.tsx';
import { BackupDialog } from './backup-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

const REPORT: RestoreReport = {
  dryRun: true,
  origin: {
    createdAt: '2026-11-21T10:00:00.000Z',
    hostname: 'old.example.com',
    referenceId: '',
    version: '0.1.0',
    thisComputer: false,
  },
  before: { domains: 1, accounts: 20_000, aliases: 0, settings: 2 },
  after: { domains: 3, accounts: 12, aliases: 4, settings: 2 },
  license: { action: 'enter', orderId: 'X', holder: 'Ada', serial: 3, sentence: 'The license comes into force.' },
  warnings: ['The backup was made on another computer: old.example.com.'],
  kept: '',
};
const BACKUP = {
  downloadId: 'd1',
  fileName: 'seatkeeper-backup-2026-11-21.skb',
  size: 5,
  counts: REPORT.after,
  license: true,
};

beforeEach(() => useUi.setState({ dialogs: [{ kind: 'restore' }], notice: null }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(
  dialog: 'backup' | 'restore',
  changes: { phase?: 'emergency'; end?: Partial<Job>; saved?: boolean } = {},
) {
  const view = licenseView();
  if (changes.phase) view.information.phase = changes.phase;
  const job = (id: string) => async () => ({ jobId: id });
  const results: Record<string, unknown> = {
    backup: BACKUP,
    check: REPORT,
    restore: { ...REPORT, dryRun: false, kept: 'before-restore-20261121-100000.skb' },
  };
  const backups = {
    start: vi.fn(job('backup')),
    startCheck: vi.fn(job('check')),
    startRestore: vi.fn(job('restore')),
    checkLicense: vi.fn(async () => ({
      pendingId: 'p1',
      source: 'file',
      orderId: 'X',
      holder: 'Ada',
      serial: 3,
      issued: '2026-11-21T10:00:00Z',
      changes: [],
      remarks: [],
    })),
  };
  const end = { state: 'done', error: null, ...changes.end };
  const jobs = { get: vi.fn(async ({ id }: { id: string }) => ({ id, result: results[id], ...end })), cancel: vi.fn() };
  const system = {
    variables: vi.fn(async () => [{ name: 'C_System_Tools_ExcludeLicense', value: '1' }]),
    setVariables: vi.fn(async () => ({ changed: 1 })),
  };
  const saveDownload = vi.fn(async () => changes.saved ?? true);
  const license = { read: async () => view, discard: async () => ({ discarded: true }) };
  vi.stubGlobal('fetch', async () => Response.json({ uploadId: 'u1' }, { status: 201 }));
  const element = dialog === 'backup' ? <BackupDialog /> : <RestoreDialog />;
  renderWith(element, { backups, jobs, system, license }, { ...TEST_NATIVE, saveDownload });
  return { backups, jobs, system, saveDownload };
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });
async function drop(): Promise<void> {
  const zone = (await button('Choose Backup…')).parentElement as HTMLElement;
  fireEvent.drop(zone, { dataTransfer: { files: [new File(['x'], 'a.skb')] } });
}

test('LICENSING 11: a restore says first what it would replace, then what it replaced and what was kept', async () => {
  const { backups } = show('restore');
  await drop();
  const table = await screen.findByRole('table', { name: 'What would be replaced' });
  expect([...table.querySelectorAll('tbody tr')].map((row) => row.textContent)).toContain('Accounts20,00012');
  expect(screen.getByText(/old\.example\.com \(another computer/)).toBeTruthy();
  expect(screen.getByText('The license comes into force.')).toBeTruthy();
  expect(backups.startRestore).not.toHaveBeenCalled();
  fireEvent.click(await button('Restore'));
  expect(await screen.findByRole('table', { name: 'What was replaced' })).toBeTruthy();
  expect(screen.getByText(/backups\/before-restore-20261121-100000\.skb/)).toBeTruthy();
  expect(backups.startRestore).toHaveBeenCalledWith({ uploadId: 'u1' });
});

test('a file that cannot be restored: its reason once, and another one can be chosen', async () => {
  const error = {
    code: 'BACKUP_UNREADABLE',
    message: 'The file cannot be restored: it is cut off.',
    next: 'Use another.',
  };
  show('restore', { end: { state: 'failed', error } });
  await drop();
  expect((await screen.findByRole('alert')).textContent).toMatch(/cut off\. Use another\./);
  expect(await button('Choose Backup…')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Restore' })).toBeNull();
});

test('LICENSING 5: in Emergency Mode the restore is refused with the reason, the license can be entered', async () => {
  const { backups } = show('restore', { phase: 'emergency' });
  await drop();
  const restore = await button('Restore');
  await waitFor(() => expect(restore.getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(restore);
  expect(backups.startRestore).not.toHaveBeenCalled();
  fireEvent.click(await button('Enter Only Its License…'));
  expect(await button('Apply')).toBeTruthy();
});

test('a backup is made, saved under its name, and told', async () => {
  const { saveDownload } = show('backup');
  fireEvent.click(await button('Back Up…'));
  await waitFor(() => expect(useUi.getState().notice).toMatchObject({ text: expect.stringContaining('12 accounts') }));
  expect(saveDownload).toHaveBeenCalledWith('d1', BACKUP.fileName);
});

test('who cancels the save dialog stays here', async () => {
  const { saveDownload } = show('backup', { saved: false });
  fireEvent.click(await button('Back Up…'));
  await waitFor(() => expect(saveDownload).toHaveBeenCalled());
  expect(useUi.getState().notice).toBeNull();
  expect(await button('Back Up…')).toBeTruthy();
});

test('LICENSING 11: “Include the license in backups” follows the seed: 1 is included', async () => {
  const { system } = show('backup');
  const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Include the license in backups' });
  await waitFor(() => expect(system.variables).toHaveBeenCalled());
  await waitFor(() => {
    fireEvent.click(box);
    expect(system.setVariables).toHaveBeenCalledWith({ values: { C_System_Tools_ExcludeLicense: '0' } });
  });
});
