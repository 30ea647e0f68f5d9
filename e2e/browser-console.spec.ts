/** The main job in a plain browser, where Electron cannot run: the same console, with the browser's own means. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { countSeats, csvFile, GROUP_NAMES } from './fixtures/account-files.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { test } from './fixtures/lab.ts';
import {
  applyPreview,
  chooseFrom,
  chooseInPage,
  dialogOf,
  requestOnline,
  rowOf,
  tryImport,
  usedSeats,
} from './fixtures/license-page.ts';
import { licenseFile } from './fixtures/other-machines.ts';

test('one address, once: import, activate online and from a file, export, the vendor’s pages', async ({
  lab,
  page,
  browser,
}) => {
  const vendor = await lab.startVendorProcess();
  const [first, second] = [await vendor.order('communication=300'), await vendor.order('collaboration=200,mail=200')];
  const served = await lab.startInBrowser([], { env: vendor.env });
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));

  await page.goto(served.url);
  await expect(page.getByRole('heading', { name: 'Welcome to Seatkeeper' })).toBeVisible();
  const stranger = await browser.newPage();
  expect((await stranger.goto(served.url))?.status(), 'the second use is refused').toBe(403);
  await expect(stranger.getByText('This sign-in link was used already')).toBeVisible();
  await stranger.goto(new URL(served.url).origin);
  await expect(stranger.getByText('Welcome to Seatkeeper')).toHaveCount(0);
  await stranger.close();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Welcome to Seatkeeper' }), 'the first stays in').toBeVisible();

  const csv = csvFile(250);
  writeFileSync(lab.folder('accounts.csv'), csv);
  await page.keyboard.press('Alt+f');
  await page.getByRole('menuitem', { name: /^Import Accounts…/ }).click();
  const imported = await tryImport(page, lab.folder('accounts.csv'));
  await imported.getByRole('button', { name: 'Import 250 Accounts' }).click();
  await imported.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('menuitem', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: /^License…/ }).click();
  const license = dialogOf(page, 'License');
  expect(await usedSeats(license, GROUP_NAMES)).toEqual(countSeats(csv));
  await requestOnline(license, first);
  await applyPreview(page);
  await expect(license.getByTestId('license-status')).toHaveText('OK');

  const { referenceId } = JSON.parse((await lab.runTool(['display', 'license', '--json'])).stdout).information;
  const file = lab.folder('license.xml');
  writeFileSync(file, await licenseFile(vendor, second, referenceId));
  await chooseFrom(license, 'Activate License', 'Enter License Offline…');
  const offline = dialogOf(page, 'Enter License Offline');
  await chooseInPage(page, offline.getByRole('button', { name: 'Enter License File…' }), file);
  await applyPreview(page);
  await expect(license.getByText(second, { exact: true })).toBeVisible();

  const saving = page.waitForEvent('download');
  await license.getByRole('button', { name: 'Export License' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('license.xml');
  expect(readFileSync(await saved.path())).toEqual(readFileSync(file));

  const opening = page.waitForEvent('popup');
  await chooseFrom(license, 'Manage License', 'Client Activations');
  const shop = await opening;
  await expect(shop.getByRole('cell', { name: referenceId })).toBeVisible();
  expect(await shop.evaluate(() => window.opener)).toBeNull();
  await shop.close();

  await rowOf(license, 'Collaboration').getByRole('rowheader').dblclick();
  const accounts = dialogOf(page, 'Accounts of Collaboration');
  await expect(accounts.getByRole('status')).toHaveText(`${countSeats(csv).Collaboration} accounts`);
  await expectAccessible(page, 'accounts in a browser');
  await accounts.getByRole('button', { name: 'Close', exact: true }).click();
  await license.getByRole('button', { name: 'Close License' }).click();
  const communication = page.getByRole('region', { name: 'Seats' }).getByRole('row', { name: /^Communication/ });
  await expect(communication.getByRole('cell').first(), 'only its module Mail Server is licensed').toHaveText('–');
  await page.getByRole('menuitem', { name: 'Help' }).click();
  await expect(page.getByRole('menu', { name: 'Help' })).toBeVisible();
  await expectAccessible(page, 'menu in a browser');
  await page.screenshot({ path: test.info().outputPath('browser.png') });
  expect(problems).toEqual([]);
  expect((await served.process.stop()).code).toBe(0);
});
