/** Mismatch, clock problem and Emergency Mode in the console: what everybody must see, and what to do. */
import { expect } from '@playwright/test';
import { describeError } from '../src/contract/errors.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { applyPreview, dialogOf, faultsOf, openLicense } from './fixtures/license-page.ts';
import { enterTrial, ownVendor } from './fixtures/own-license.ts';
import { setRememberedTimeBack } from './fixtures/stored-clock.ts';

const OTHER_MACHINE = JSON.stringify({ os: 'another', board: 'another', disk: 'another', install: 'another' });
const LATER = { timeout: 40_000 };

test.describe('with a license', () => {
  test.describe.configure({ mode: 'serial' });
  let scene: Scene;
  test.beforeAll(async () => {
    scene = await openScene();
    await scene.tool('create', 'domain', 'berg.example');
    await scene.tool('activate', 'license', '--order', await scene.vendor.order('communication=200'));
  });
  test.afterAll(() => scene?.lab.close());

  test('on another computer a banner leads to a new license; settings stay open', async () => {
    const { lab, vendor } = scene;
    await scene.shell.close();
    const shell = await lab.launchConsole({ env: { ...vendor.env, SEATKEEPER_MACHINE: OTHER_MACHINE } });
    const banner = shell.page.getByRole('alert').filter({ hasText: 'Reference ID Mismatch.' });
    await expect(banner).toContainText('issued for another computer');
    await expect(shell.page.getByRole('button', { name: 'Import Accounts…' })).not.toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await banner.getByRole('button', { name: 'Retrieve License…' }).click();
    await expect(dialogOf(shell.page, 'Retrieve License')).toBeVisible();
    await shell.page.keyboard.press('Escape');
    expect(faultsOf(shell)).toEqual([]);
    await shell.close();
  });

  test('a clock that is not believed is a clock problem; an administrator confirms it', async () => {
    const { lab, vendor } = scene;
    setRememberedTimeBack(scene.shell.data, 40);
    // The signed time of a licensing server would heal it at once.
    const wrong = await lab.launchConsole({ env: { ...vendor.env, SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:9' } });
    const { page } = wrong;
    await expect(page.getByRole('alert').filter({ hasText: 'Clock problem.' })).toBeVisible();
    const license = await openLicense(wrong);
    await expect(license.getByText(/^Clock problem: the system clock went forward/)).toBeVisible();
    await license.getByRole('button', { name: 'Confirm Clock' }).click();
    const confirm = dialogOf(page, 'Confirm Clock');
    await expect(confirm).toContainText('It is believed 24 hours later');
    await confirm.getByRole('button', { name: 'Confirm Clock', exact: true }).click();
    await expect(confirm).toBeHidden();
    await expect(license.getByText(/nothing is denied or stopped until \d/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Confirm Clock' })).toHaveCount(0);
    expect(faultsOf(wrong)).toEqual([]);
    await wrong.close();
  });
});

test('LICENSING 5: Emergency Mode says why and what to do; settings are disabled with the reason, a license ends it', async ({
  lab,
}) => {
  const vendor = await lab.startVendorProcess();
  const own = ownVendor();
  const keys = `${vendor.env.SEATKEEPER_TRUSTED_KEYS},${own.trustedKey}`;
  const shell = await lab.launchConsole({ env: { ...vendor.env, SEATKEEPER_TRUSTED_KEYS: keys } });
  const { page } = shell;
  await enterTrial(lab, shell, own, 10);
  await page.keyboard.press('Escape');
  const banner = page.getByRole('alert').filter({ hasText: 'Emergency Mode.' });
  await expect(banner).toContainText('because the trial license ended on', LATER);
  const importing = page.getByRole('button', { name: 'Import Accounts…' });
  await expect(importing).toHaveAttribute('aria-disabled', 'true');
  await importing.focus();
  await expect(page.getByRole('tooltip')).toContainText(describeError('EMERGENCY_MODE').message);

  const license = await openLicense(shell);
  for (const name of ['Activate License', 'Manage License', 'Request Support', 'Export License', 'Validate Now']) {
    await expect(license.getByRole('button', { name })).not.toHaveAttribute('aria-disabled', 'true');
  }
  await page.keyboard.press('Escape');
  await shell.choose('licensing-server');
  const server = dialogOf(page, 'Licensing Server');
  await server.getByRole('radio', { name: 'No Proxy' }).check({ force: true });
  await server.getByRole('button', { name: 'Save' }).click();
  await expect(server, 'the way to the licensing server is never frozen').toBeHidden();

  const order = await vendor.order('communication=10');
  await banner.getByRole('button', { name: 'Online Activation…' }).click();
  const online = dialogOf(page, 'Online Activation');
  await online.getByLabel('Order ID').fill(order);
  await online.getByRole('button', { name: 'Activate License' }).click();
  await applyPreview(page);
  await expect(license.getByTestId('license-status')).toHaveText('OK');
  await expect(banner).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(importing).not.toHaveAttribute('aria-disabled', 'true');
  expect(faultsOf(shell)).toEqual([]);
  await shell.close();
});
