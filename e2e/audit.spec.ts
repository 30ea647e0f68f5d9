/** The audit trail in the console: every change, searched, in full, exported, taken back while nothing has overwritten it. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, faultsOf } from './fixtures/license-page.ts';

const ACCOUNTS = 120;
const addresses = `address\n${Array.from({ length: ACCOUNTS }, (_, i) => `u${i}@berg.example`).join('\n')}\n`;

test.describe('the audit trail', () => {
  test.describe.configure({ mode: 'serial' });
  let scene: Scene;
  let page: Page;
  let dialog: Locator;
  let rows: Locator;

  test.beforeAll(async () => {
    scene = await openScene();
    page = scene.shell.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await scene.tool('import', 'accounts', scene.file('accounts.csv', addresses));
    await scene.tool('modify', 'account', '*@berg.example', 'U_IM', '0');
    dialog = dialogOf(page, 'Audit Trail');
    rows = dialog.getByRole('grid', { name: 'Audit trail' }).locator('[role="row"][aria-selected]');
  });
  test.afterEach(() => expect(faultsOf(scene.shell)).toEqual([]));
  test.afterAll(() => scene?.lab.close());

  const details = (): Locator => dialog.getByRole('region', { name: 'Row in full' });
  const withIm = async (): Promise<number> =>
    (await scene.license()).modules.find(({ id }) => id === 'im')?.used ?? Number.NaN;

  test('newest first: when, who, from which client, what, how many, outcome; light and dark', async () => {
    await scene.shell.choose('audit-trail');
    await expect(rows.first()).toContainText('Modify account');
    await expect(rows.first().getByRole('gridcell')).toContainText([
      /^\d+$/,
      /\d{4}/,
      'local',
      'tool',
      'Modify account',
      'U_IM 0',
      '120',
      'Done',
    ]);
    await expect(rows.nth(1)).toContainText('Import accounts');
    for (const theme of ['light', 'dark'] as const) {
      await scene.shell.choose(`theme-${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.screenshot({ path: test.info().outputPath(`audit-${theme}.png`) });
      await expectAccessible(page, `audit trail, ${theme}`);
    }
  });

  test('search by what was done; rows that come in meanwhile leave the chosen one chosen', async () => {
    const search = dialog.getByRole('searchbox');
    await search.fill('u_im');
    await expect(rows).toHaveCount(1);
    await search.fill('nobody did this');
    await expect(dialog.getByText('No row.')).toBeVisible();
    await search.fill('');
    await rows.nth(1).click();
    await expect(details()).toContainText('Import accounts');
    await scene.tool('create', 'domain', 'tal.example');
    await expect(rows.first()).toContainText('tal.example');
    await expect(details()).toContainText('Import accounts');
  });

  test('undo says what it would do, asks, does it, and is in the trail itself', async () => {
    await rows.filter({ hasText: 'U_IM 0' }).click();
    await expect(details()).toContainText('120 accounts changed.');
    await expect(details()).toContainText('Nothing has overwritten it: 120 accounts would go back.');
    await page.screenshot({ path: test.info().outputPath('audit-undo.png') });
    expect(await withIm()).toBe(0);
    await details().getByRole('button', { name: 'Undo…' }).click();
    const ask = dialogOf(page, 'Undo Change');
    await expect(ask).toContainText('120 accounts go back');
    await page.screenshot({ path: test.info().outputPath('audit-undo-asks.png') });
    await expectAccessible(page, 'undo asks');
    await page.keyboard.press('Enter');
    await expect(ask).toBeHidden();
    await expect(page.getByText('Undone: 120 accounts as before.')).toBeVisible();
    expect(await withIm()).toBe(ACCOUNTS);
    await expect(rows.first()).toContainText('Undo');
    await expect(details()).toContainText(/It was undone by row \d+\./);
    await expect(details().getByRole('button', { name: 'Undo…' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('what was overwritten cannot be undone, and says how many', async () => {
    await scene.tool('modify', 'account', '*@berg.example', 'U_SMS', '0');
    await scene.tool('modify', 'account', 'u11*@berg.example', 'U_FTP', '0');
    await expect(rows.first()).toContainText('U_FTP');
    await rows.filter({ hasText: 'U_SMS 0' }).click();
    await expect(details()).toContainText(/It cannot be undone: 11 of 120 accounts changed or deleted since\./);
    await expect(details().getByRole('button', { name: 'Undo…' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('the trail as CSV is what was searched for', async () => {
    await dialog.getByRole('searchbox').fill('modify account');
    await expect(rows.filter({ hasText: 'Import accounts' })).toHaveCount(0);
    const file = scene.lab.folder('audit.csv');
    await scene.shell.answerSaveDialog(file);
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect(page.getByText(/^Exported: \d+ rows of the audit trail\.$/)).toBeVisible();
    const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) expect(line).toContain('modify account');
  });
});
