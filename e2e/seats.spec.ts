/** The accounts of a module (LICENSING 6): counted, seat, trial, accesses; sorted, filtered, exported; unused seats freed. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import type { ConsoleApp } from './fixtures/console.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, faultsOf, openLicense, rowOf } from './fixtures/license-page.ts';
import { makeAccountsOlder, moveAccessBack } from './fixtures/stored-past.ts';

const NAMES = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fritz'];
const csv = `address,name,U_IM\n${NAMES.map((name) => `${name}@berg.example,${name.toUpperCase()},1`).join('\n')}\ngast@berg.example,GAST,0\n`;

test.describe('accounts of a module', () => {
  test.describe.configure({ mode: 'serial' });
  let scene: Scene;
  let shell: ConsoleApp;
  let page: Page;
  let dialog: Locator;
  let grid: Locator;

  /** Two seats: ada and ben have them, cleo is on trial; the others were never seen. Ada came long ago, ben 100 days ago. */
  test.beforeAll(async () => {
    scene = await openScene();
    await scene.tool('import', 'accounts', scene.file('accounts.csv', csv));
    await scene.tool('activate', 'license', '--order', await scene.vendor.order('communication=20,im=2'));
    for (const name of ['ada', 'ben', 'cleo']) await scene.tool('access', 'check', `${name}@berg.example`, 'im');
    await scene.shell.close();
    makeAccountsOlder(scene.shell.data, 200);
    moveAccessBack(scene.shell.data, 'ada', 150);
    moveAccessBack(scene.shell.data, 'ben', 100);
    shell = await scene.lab.launchConsole({ env: scene.vendor.env });
    page = shell.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openAccounts();
  });
  test.afterEach(() => expect(faultsOf(shell)).toEqual([]));
  test.afterAll(() => scene?.lab.close());

  async function openAccounts(): Promise<void> {
    const license = await openLicense(shell);
    await rowOf(license, 'Collaboration').getByRole('rowheader').click();
    await page.keyboard.press('ArrowRight');
    await rowOf(license, 'Instant Messaging').getByRole('rowheader').dblclick();
    dialog = dialogOf(page, 'Accounts of Instant Messaging');
    grid = dialog.getByRole('grid', { name: 'Accounts of Instant Messaging' });
    await expect(dialog.getByRole('status').first()).toHaveText('6 accounts');
  }
  const locals = (): Promise<string[]> =>
    grid
      .locator('[role="row"][aria-selected] [role="gridcell"]:first-child')
      .evaluateAll((cells) => cells.map((cell) => (cell.textContent ?? '').split('@')[0] ?? ''));
  const heading = (name: string): Locator => grid.getByRole('columnheader', { name });
  const show = (filter: string): Promise<void> =>
    dialog.getByRole('radio', { name: filter, exact: true }).check({ force: true });
  async function look(place: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await shell.choose(`theme-${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}-${theme}.png`) });
      await expectAccessible(page, `${place}, ${theme}`);
    }
  }

  test('each account with seat or trial, accesses and the end of its trial, and why', async () => {
    expect(await locals()).toEqual(NAMES);
    const cells = (name: string): Locator =>
      grid
        .getByRole('row')
        .filter({ hasText: `${name}@` })
        .getByRole('gridcell');
    await expect(cells('ada')).toContainText(['ada@', 'ADA', 'Counted', 'Seat', /\d{4}/, /\d{4}/, '–', 'Counted']);
    await expect(cells('cleo')).toContainText([
      'cleo@',
      'CLEO',
      'Counted',
      'Trial, 14 days left',
      /\d{4}/,
      /\d{4}/,
      /\d{4}/,
    ]);
    await expect(cells('dora')).toContainText(['dora@', 'DORA', 'Counted', '–', '–', 'never', '–']);
    await cells('cleo').first().click();
    const why = dialog.getByRole('region', { name: 'Why' });
    await expect(why).toContainText(
      /Over the limit: on trial until .* \(14 days left\)\. First access .*, last access/,
    );
    await expect(why.getByRole('listitem')).not.toHaveCount(0);
    await look('accounts of a module');
  });

  test('headings sort by click and by keyboard, and say how; least recently used first', async () => {
    await heading('Name').getByRole('button').click();
    await expect(heading('Name')).toHaveAttribute('aria-sort', 'ascending');
    await page.keyboard.press('Enter');
    await expect(heading('Name')).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(locals).toEqual(NAMES.toReversed());
    await expect(heading('Name').getByRole('button'), 'the focus stays').toBeFocused();
    await dialog.getByRole('button', { name: 'Least Recently Used' }).click();
    await expect(heading('Last access')).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(locals).toEqual(['dora', 'emil', 'fritz', 'ada', 'ben', 'cleo']);
    await dialog.getByRole('button', { name: 'Least Recently Used' }).click();
    await expect.poll(locals).toEqual(NAMES);
  });

  test('filters and search count exactly', async () => {
    const status = dialog.getByRole('status').first();
    await show('Over the Limit');
    await expect(status).toHaveText('1 account');
    expect(await locals()).toEqual(['cleo']);
    await show('Not Counted');
    await expect.poll(locals).toEqual(['gast']);
    await show('All');
    await expect(status).toHaveText('7 accounts');
    await dialog.getByRole('searchbox').fill('EMIL');
    await expect(status).toHaveText('1 account');
    await dialog.getByRole('searchbox').fill('nobody');
    await expect(status).toHaveText('No account matches.');
    await dialog.getByRole('searchbox').fill('');
    await show('Counted');
    await expect(status).toHaveText('6 accounts');
  });

  test('the list as CSV, in the order that is shown', async () => {
    await heading('Name').getByRole('button').click();
    await page.keyboard.press('Enter');
    await expect.poll(locals).toEqual(NAMES.toReversed());
    const file = scene.lab.folder('seats.csv');
    await shell.answerSaveDialog(file);
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect(page.getByText('Exported: 6 accounts.')).toBeVisible();
    const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    expect(header.toLowerCase()).toContain('address');
    expect(lines.map((line) => line.split('@')[0]?.replace('"', ''))).toEqual(NAMES.toReversed());
  });

  test('seats that nobody uses are freed after a review, one left out, and given back by Undo', async () => {
    await dialog.getByRole('button', { name: 'Free Unused Seats…' }).click();
    const free = dialogOf(page, 'Free Unused Seats of Instant Messaging');
    const words = free.getByRole('status').first();
    await expect(free.getByLabel('Not used for (days)')).toBeFocused();
    await expect(free.getByRole('button', { name: 'Free 5 Seats' })).toBeVisible();
    await expect(words).toContainText('turned off for 5 accounts: 5 seats of Instant Messaging come free.');
    await free.getByLabel('Not used for (days)').fill('0');
    await expect(free.getByText('A number of days from 1 to 3,650.')).toBeVisible();
    await free.getByLabel('Not used for (days)').fill('120');
    await expect(free.getByRole('button', { name: 'Free 4 Seats' })).toBeVisible();
    const list = free.getByRole('grid');
    await expect(list.getByRole('row')).toHaveCount(5);
    await list.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await expect(free.getByRole('checkbox', { name: 'ada@berg.example' })).not.toBeChecked();
    await expect(free.getByRole('button', { name: 'Free 3 Seats' })).toBeVisible();
    await expect(free.getByText('4 accounts, 1 account left out')).toBeVisible();
    await look('free unused seats');

    await free.getByRole('button', { name: 'Free 3 Seats' }).click();
    await expect(free.getByRole('status')).toContainText('3 seats of Instant Messaging are free');
    await look('free unused seats done');
    const used = async (): Promise<number | undefined> =>
      (await scene.license()).modules.find(({ id }) => id === 'im')?.used;
    expect(await used()).toBe(3);
    await free.getByRole('button', { name: 'Undo' }).click();
    await expect(free.getByRole('status')).toContainText('Undone: 3 accounts as before.');
    expect(await used()).toBe(6);
    await free.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(dialog.getByRole('button', { name: 'Accounts have changed: read again' })).toBeVisible();
    expect(await scene.tool('recount', 'seats')).toContain('drift: 0');
  });

  test('a module that no item covers stands apart, marked only while someone is on trial there', async () => {
    await page.keyboard.press('Escape');
    const license = dialogOf(page, 'License');
    await rowOf(license, 'Not licensed').getByRole('rowheader').click();
    await page.keyboard.press('ArrowRight');
    await expect(rowOf(license, 'SMS').getByRole('rowheader')).toHaveText(/^SMS\s*Server$/);
    await scene.tool('access', 'check', 'dora@berg.example', 'sms');
    await license.getByRole('button', { name: 'Refresh Used Seats' }).click();
    await expect(rowOf(license, 'SMS').getByRole('rowheader')).toContainText('exceeded');
    await rowOf(license, 'SMS')
      .getByRole('button', { name: /used seats of SMS/ })
      .hover();
    await expect(page.getByRole('tooltip')).toHaveText('0 seats assigned, 1 on trial');
    await page.screenshot({ path: test.info().outputPath('license-on-trial.png') });
  });
});
