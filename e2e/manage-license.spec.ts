/** Manage License, whole: from the console's menu over the vendor's pages to the activated result. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import {
  applyPreview,
  cellsOf,
  chooseFrom,
  dialogOf,
  expectRefusal,
  openLicense,
  requestOnline,
} from './fixtures/license-page.ts';

const DAY_MS = 86_400_000;

test.describe('Manage License', () => {
  test.describe.configure({ mode: 'serial' });
  let scene: Scene;
  let dialog: Locator;
  let links: () => Promise<string[]>;
  /** The order in force. */
  let current: string;

  test.beforeAll(async () => {
    scene = await openScene();
    links = await scene.shell.collectLinks();
    current = await scene.vendor.order('communication=20,collaboration=10');
    dialog = await openLicense(scene.shell);
    await activate(current);
  });
  test.afterAll(() => scene?.lab.close());

  async function activate(order: string): Promise<void> {
    await requestOnline(dialog, order);
    dialog = await applyPreview(scene.shell.page);
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
  }

  /** Chooses a page in the console's menu and opens the link that it gives to the system. */
  async function follow(page: Page, item: string): Promise<void> {
    const before = (await links()).length;
    await chooseFrom(dialog, 'Manage License', item);
    await expect.poll(async () => (await links()).length).toBe(before + 1);
    await page.goto((await links()).at(-1) ?? '');
    await expect(page.getByRole('heading', { name: item, level: 1 })).toBeVisible();
  }

  /** Sends the form; answers the new Order ID. */
  async function order(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Order', exact: true }).click();
    await expect(page.getByRole('status')).toContainText('Your Order ID is');
    return page.getByRole('status').locator('code').innerText();
  }

  /** It waits for the operator; then it takes the place of the one in force. */
  async function authorizeAndActivate(made: string): Promise<void> {
    await scene.vendor.operate('order', 'authorize', made);
    await activate(made);
    const { information } = await scene.license();
    expect([information.orderId, information.previousOrderId]).toEqual([made, current]);
    expect(await scene.vendor.operate('order', 'show', current)).toContain(`extended by  ${made}`);
    current = made;
  }

  test('Add Users: the order waits, is authorized, and replaces the entitlement', async ({ page }) => {
    await follow(page, 'Add Users');
    await page.getByLabel('Collaboration').fill('15');
    const made = await order(page);
    const asked = await requestOnline(dialog, made);
    await expectRefusal(asked, 'ORDER_NOT_AUTHORIZED', { orderId: made });
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'See its status' }).click();
    await expect(page.getByText('Waiting to be authorized by the vendor')).toBeVisible();
    await authorizeAndActivate(made);
    expect((await cellsOf(dialog, 'Collaboration')).seats).toBe('25');
    expect((await cellsOf(dialog, 'Communication')).seats).toBe('20');
  });

  test('Purchase Renewal: with an item left out', async ({ page }) => {
    const before = { mail: await daysOf('Communication'), groupware: await daysOf('Collaboration') };
    await follow(page, 'Purchase Renewal');
    await page.getByLabel('Collaboration').uncheck();
    await page.getByLabel('Years').fill('2');
    await authorizeAndActivate(await order(page));
    expect((await daysOf('Communication')) - before.mail).toBeGreaterThanOrEqual(730);
    expect(await daysOf('Collaboration')).toBe(before.groupware);
  });
  const daysOf = async (row: string): Promise<number> =>
    Number((await cellsOf(dialog, row)).renewal.replace(/\D/g, ''));

  test('Add Modules: what the license does not have yet', async ({ page }) => {
    await follow(page, 'Add Modules');
    await page.getByLabel('Security').fill('30');
    await authorizeAndActivate(await order(page));
    expect((await cellsOf(dialog, 'Security')).seats).toBe('30');
  });

  test('Add Trial: an item that ends by itself, 30 days after it was authorized', async ({ page }) => {
    await follow(page, 'Add Trial');
    await page.getByLabel('ActiveSync').fill('5');
    const made = await order(page);
    const began = Date.now();
    await authorizeAndActivate(made);
    const file = scene.lab.folder('exported.xml');
    await scene.tool('export', 'license', file);
    const until = /module="activesync"[^>]* trial-until="([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const days = (Date.parse(until) - began) / DAY_MS;
    expect(days).toBeGreaterThan(29.99);
    expect(days).toBeLessThan(30.01);
  });

  test('two purchases in a row stand on each other', async ({ page }) => {
    await follow(page, 'Add Users');
    await page.getByLabel('Security').fill('1');
    const first = await order(page);
    await follow(page, 'Add Users');
    await expect(page.getByText(first)).toBeVisible();
    await page.getByLabel('Security').fill('1');
    const second = await order(page);
    await scene.vendor.operate('order', 'authorize', second);
    const asked = await requestOnline(dialog, second);
    await expectRefusal(asked, 'LICENSE_PREVIOUS_REQUIRED', { previous: first });
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await authorizeAndActivate(first);
    await authorizeAndActivate(second);
    expect((await cellsOf(dialog, 'Security')).seats).toBe('32');
  });

  test('Purchase Another License stands on nothing', async ({ page }) => {
    await follow(page, 'Purchase Another License');
    await page.getByLabel('Name', { exact: true }).fill('Ada Berg');
    await page.getByLabel('E-mail').fill('ada@berg.example');
    await page.getByLabel('Communication').fill('10');
    const made = await order(page);
    const shown = await scene.vendor.operate('order', 'show', made);
    expect(shown).toContain('state        waiting');
    expect(shown).not.toContain('extends');
  });

  test('Client Activations: released, this computer is refused with the reason, and activates again for nothing', async ({
    page,
  }) => {
    const reference = await scene.referenceId();
    await follow(page, 'Client Activations');
    await page.getByLabel('Computer').selectOption(reference);
    await page.getByLabel('License holder’s e-mail').fill('ada@berg.example');
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await expect(page.getByRole('status')).toContainText(`${reference} is no longer active.`);
    const refused = await scene.lab.runTool(['validate', 'license']);
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringContaining(`was released from the order ${current}`),
    ]);
    await activate(current);
    expect(await scene.vendor.operate('order', 'show', current)).toContain('activations  1 of 3');
    await expect(dialogOf(scene.shell.page, 'License')).toBeVisible();
  });
});
