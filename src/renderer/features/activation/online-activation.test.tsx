// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SeatkeeperError } from '../../../contract/errors.ts';
import type { PendingLicense } from '../../../contract/schemas.ts';
import { makeOrderId } from '../../../core/license/order-id.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith } from '../../renderer.testkit.tsx';
import { OnlineActivation } from './online-activation.tsx';

const ORDER = makeOrderId(new Uint8Array([9, 8, 7, 6, 5, 4, 3]));
const PENDING: PendingLicense = {
  pendingId: 'p1',
  source: 'online',
  orderId: ORDER,
  holder: 'Ada',
  serial: 2,
  issued: '2026-11-21T10:00:00Z',
  remarks: [],
  changes: [
    { what: 'seats', row: 'Communication', before: '200', after: '1250', loss: false },
    { what: 'module-stops', row: 'TeamChat', before: '200', after: '', loss: true },
  ],
};

beforeEach(() => useUi.setState({ dialogs: [{ kind: 'activate-online' }], notice: null }));
afterEach(cleanup);

function show(requestOnline: () => Promise<PendingLicense>) {
  const license = {
    read: async () => licenseView(),
    requestOnline: vi.fn(requestOnline),
    apply: vi.fn(async () => licenseView()),
    discard: vi.fn(async () => ({ discarded: true })),
  };
  renderWith(<OnlineActivation />, { license });
  return license;
}
const submit = (orderId: string) => {
  fireEvent.change(screen.getByLabelText('Order ID'), { target: { value: orderId } });
  fireEvent.click(screen.getByRole('button', { name: 'Activate License' }));
};

test('LICENSING 4: a refusal is shown once, with its next step, and leaves the form as it is', async () => {
  const license = show(async () => {
    throw new SeatkeeperError('ORDER_NOT_AUTHORIZED', { orderId: ORDER });
  });
  submit(ORDER);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(/not been authorized yet.*Check its status/);
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  expect(screen.getByLabelText<HTMLInputElement>('Order ID').value).toBe(ORDER);
  expect(license.apply).not.toHaveBeenCalled();
});

test('a misspelled Order ID never leaves this window', () => {
  const license = show(async () => PENDING);
  submit(ORDER.slice(0, 9));
  expect(license.requestOnline).not.toHaveBeenCalled();
  expect(screen.getByLabelText('Order ID').getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(screen.getByLabelText('Order ID'));
});

test('LICENSING 4: what would change is shown first, losses on top by icon and word; Cancel changes nothing', async () => {
  const license = show(async () => PENDING);
  submit(ORDER);
  const table = await screen.findByRole('table', { name: 'What would change' });
  const rows = [...table.querySelectorAll('tbody tr')].map((row) => row.textContent?.trim());
  expect(rows).toEqual(['Loss Stops: TeamChat200–', 'Seats: Communication2001,250']);
  expect(table.querySelectorAll('[data-loss="true"] svg')).toHaveLength(1);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(license.discard).toHaveBeenCalledWith({ pendingId: 'p1' });
  expect(license.apply).not.toHaveBeenCalled();
  expect(useUi.getState().dialogs).toEqual([]);
});

test('Apply puts the license in force and shows it', async () => {
  const license = show(async () => PENDING);
  submit(ORDER);
  fireEvent.click(await screen.findByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(useUi.getState().dialogs).toEqual([{ kind: 'license' }]));
  expect(license.apply).toHaveBeenCalledWith({ pendingId: 'p1' });
});
