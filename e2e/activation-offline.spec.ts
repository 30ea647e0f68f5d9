/** A server without a network: license.xml from the vendor's page, entered through the open dialog. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures/lab.ts';
import { applyPreview, cellsOf, chooseFrom, dialogOf, openLicense, previewRows } from './fixtures/license-page.ts';
import type { VendorProcess } from './fixtures/vendor.ts';

/** What somebody does on another computer, in a browser. */
async function download(page: Page, url: string, orderId: string, referenceId: string, to: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'License Activation' })).toBeVisible();
  await page.getByLabel('Order ID').fill(orderId);
  await page.getByLabel('Reference ID').fill(referenceId);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download license.xml' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('license.xml');
  await file.saveAs(to);
}

/** The console cannot reach the licensing server: only its keys are known. */
const sealed = ({ env }: VendorProcess) => ({ ...env, SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:9' });

test('Enter License Offline… takes the file of the vendor’s page', async ({ lab, page }) => {
  const vendor = await lab.startVendorProcess();
  const order = await vendor.order('communication=25,im=10');
  const shell = await lab.launchConsole({ env: sealed(vendor) });
  const license = await openLicense(shell);
  await license.getByRole('button', { name: 'Copy Reference ID' }).click();
  // It takes its way through the bridge.
  const copied = () => shell.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/^SK1-(\w{4}-){5}\w\w$/);
  const reference = await copied();
  const file = lab.folder('license.xml');
  await download(page, `${vendor.url}/activation`, order, reference, file);

  await chooseFrom(license, 'Activate License', 'Enter License Offline…');
  const dialog = dialogOf(shell.page, 'Enter License Offline');
  const enter = dialog.getByRole('button', { name: 'Enter License File…' });
  await shell.answerOpenDialog(null);
  await enter.click();
  await expect(enter, 'a cancelled choice changes nothing').toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);

  await shell.answerOpenDialog(file);
  await enter.click();
  await expect(dialogOf(shell.page, 'Apply License')).toContainText(`Order ${order}`);
  expect(await previewRows(shell.page)).toContainEqual(['Status', 'Evaluation', 'OK']);
  await applyPreview(shell.page);
  await expect(license.getByTestId('license-status')).toHaveText('OK');
  expect(await cellsOf(license, 'Communication')).toMatchObject({ seats: '25' });
  expect(await cellsOf(license, 'Collaboration')).toMatchObject({ seats: '–' });

  const saved = lab.folder('exported.xml');
  await shell.answerSaveDialog(saved);
  await license.getByRole('button', { name: 'Export License' }).click();
  await expect(shell.page.getByText('The license was saved.')).toBeVisible();
  expect(readFileSync(saved), 'the very bytes of the vendor').toEqual(readFileSync(file));
  expect(shell.problems).toEqual([]);
  await shell.close();
});

test('Retrieve License… leads to the vendor’s page and takes what it gives', async ({ lab, page }) => {
  const vendor = await lab.startVendorProcess();
  const order = await vendor.order('communication=25');
  const shell = await lab.launchConsole({ env: vendor.env });
  const links = await shell.collectLinks();
  await chooseFrom(await openLicense(shell), 'Activate License', 'Retrieve License…');
  const dialog = dialogOf(shell.page, 'Retrieve License');
  await dialog.getByRole('button', { name: 'Open License Activation' }).click();
  await expect.poll(links).toHaveLength(1);

  const [url = ''] = await links();
  await page.goto(url);
  const reference = await page.getByLabel('Reference ID').inputValue();
  await expect(dialog.getByText(reference), 'the page knows this computer').toBeVisible();
  const file = lab.folder('license.xml');
  await download(page, url, order, reference, file);
  await shell.answerOpenDialog(file);
  await dialog.getByRole('button', { name: 'Enter License File…' }).click();
  const license = await applyPreview(shell.page);
  await expect(license.getByTestId('license-status')).toHaveText('OK');
  await shell.close();
});
