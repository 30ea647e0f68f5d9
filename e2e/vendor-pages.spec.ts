/** The vendor's customer pages in a browser, in light and dark: axe finds nothing, the keyboard does everything. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { createLab, type Lab, test } from './fixtures/lab.ts';
import { licenseFile, otherMachine } from './fixtures/other-machines.ts';
import type { VendorProcess } from './fixtures/vendor.ts';

let lab: Lab;
let vendor: VendorProcess;
let order: string;
const reference = otherMachine(1);

test.beforeAll(async () => {
  lab = createLab();
  vendor = await lab.startVendorProcess();
  order = await vendor.order('communication=10,im=5');
  await licenseFile(vendor, order, reference);
});
test.afterAll(() => lab?.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('every page, empty and filled in', async ({ page }) => {
      const query = `?order=${order}&reference=${reference}`;
      const paths = ['/activation', '/orders/status', '/client-activations', '/purchase'];
      const purchases = ['renewal', 'users', 'modules', 'trial', 'license'].map((name) => `/purchase/${name}`);
      for (const path of ['/', ...paths, ...purchases]) {
        // Empty pages hold nothing that the filled in ones do not: once is enough.
        for (const address of colorScheme === 'dark' ? [path + query] : [path, path + query]) {
          await page.goto(vendor.url + address);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expectAccessible(page, `${address} in ${colorScheme}`);
        }
      }
    });

    test('refusals stand beside their fields', async ({ page }) => {
      await page.goto(`${vendor.url}/activation?order=ABC&reference=${reference}`);
      await press(page, 'Download license.xml');
      await expect(page.getByLabel('Order ID')).toHaveAccessibleDescription(/misspelled/);
      await expectAccessible(page, 'a misspelled order');
      await page.goto(`${vendor.url}/purchase/users?order=${order}&reference=${reference}`);
      await press(page, 'Order');
      await expect(page.getByText('Enter a number for at least one of them.')).toBeVisible();
      await expectAccessible(page, 'an empty purchase');
      await page.goto(`${vendor.url}/nothing`);
      await expectAccessible(page, 'no such page');
    });
  });
}

test('by keyboard alone: a purchase, its status, a release', async ({ page }) => {
  const own = await vendor.order('communication=10,im=5');
  await licenseFile(vendor, own, reference);
  await page.goto(`${vendor.url}/purchase/users?order=${own}&reference=${reference}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.getByLabel('Instant Messaging').focus();
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('Your Order ID is');
  await expectAccessible(page, 'ordered');
  await page.getByRole('link', { name: 'See its status' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Waiting to be authorized by the vendor')).toBeVisible();
  await expect(page.getByRole('row', { name: /Instant Messaging/ })).toContainText('25');

  await page.goto(`${vendor.url}/client-activations?order=${own}&reference=${reference}`);
  await page.getByLabel('Computer').selectOption({ index: 1 });
  await page.getByLabel('License holder’s e-mail').fill('ada@berg.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText(`${reference} is no longer active.`);
  await expectAccessible(page, 'released');
});
