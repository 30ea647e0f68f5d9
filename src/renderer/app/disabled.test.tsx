// @vitest-environment jsdom
/** INTERFACES 4: in Emergency Mode disabled controls say why; LICENSING 5: what is always possible stays so. */
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { describeError } from '../../contract/errors.ts';
import { sampleStatus } from '../../contract/samples.testkit.ts';
import type { LicenseView } from '../../contract/schemas.ts';
import { licenseView, renderWith } from '../renderer.testkit.tsx';
import { Banners } from './banners.tsx';
import { useCommands } from './commands.ts';
import { useUi } from './store.ts';

afterEach(cleanup);
const { message: FROZEN } = describeError('EMERGENCY_MODE');

const viewIn = (phase: LicenseView['information']['phase']): LicenseView => {
  const view = licenseView();
  return { ...view, sentence: 'What comes next.', information: { ...view.information, phase } };
};

let reasons: Readonly<Record<string, string | undefined>> = {};
function Probe() {
  const commands = useCommands();
  reasons = Object.fromEntries(Object.entries(commands).map(([id, command]) => [id, command.reason]));
  return <Banners commands={commands} />;
}
async function show(view: LicenseView, suspect: ReturnType<typeof sampleStatus>['clock']['suspect'] = null) {
  useUi.setState({ dialogs: [], notice: null, connection: 'connected' });
  const status = sampleStatus();
  const service = { status: async () => ({ ...status, clock: { ...status.clock, suspect } }) };
  renderWith(<Probe />, { license: { read: async () => view }, service, system: { about: async () => ({}) } });
}

test.each(['emergency', 'stopped'] as const)(
  'in phase %s only what changes settings is disabled, with the reason',
  async (phase) => {
    await show(viewIn(phase));
    await screen.findByText(/What comes next/);
    const disabled = Object.entries(reasons).filter(([, reason]) => reason !== undefined);
    expect(disabled).toContainEqual(['import-accounts', FROZEN]);
    for (const id of [
      'license',
      'validate-license',
      'export-license',
      'support-bundle',
      'licensing-server',
      'notices',
      'service-status',
      'backup-settings',
    ]) {
      expect(disabled.map(([name]) => name)).not.toContain(id);
    }
    fireEvent.click(screen.getByRole('button', { name: 'Retrieve License…' }));
    expect(useUi.getState().dialogs).toEqual([{ kind: 'activate-file', retrieve: true }]);
  },
);

test('a mismatch freezes nothing; without a license there is nothing to validate', async () => {
  await show(viewIn('mismatch'));
  await screen.findByText('Reference ID Mismatch.');
  expect(Object.values(reasons).filter(Boolean)).toEqual([]);
  cleanup();
  await show({ ...viewIn('evaluation'), licenseId: '' });
  await expect.poll(() => reasons['validate-license']).toBe(describeError('NO_LICENSE').message);
  expect(reasons['import-accounts']).toBeUndefined();
});

test('LICENSING 5: a clock problem has its own banner, and its button until the clock is confirmed', async () => {
  const suspect = { since: '2026-11-21T09:00:00Z', direction: 'forward', believedFrom: null } as const;
  await show(viewIn('ok'), suspect);
  fireEvent.click(await screen.findByRole('button', { name: 'Confirm Clock' }));
  expect(useUi.getState().dialogs).toEqual([{ kind: 'confirm-clock' }]);
  cleanup();
  await show(viewIn('ok'), { ...suspect, believedFrom: '2026-11-22T09:00:00Z' });
  await screen.findByText('Clock problem.');
  expect(screen.queryByRole('button', { name: 'Confirm Clock' })).toBeNull();
});
