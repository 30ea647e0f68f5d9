/** The main job without a mouse: every step by keys, and the focus is always somewhere one would look for it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { csvFile } from './fixtures/account-files.ts';
import { openScene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { cellsOf, dialogOf, rowOf } from './fixtures/license-page.ts';

const MOST_TABS = 40;

/** Presses Tab until the element has the focus, as somebody does who looks for it. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`${MOST_TABS} × ${key} never reached ${target}`);
}

/** The focus is on something that can be seen, and is drawn. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const outlined = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing has the focus';
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.matches(':focus-visible') ? '' : element.outerHTML.slice(0, 200);
  });
  expect(outlined).toBe('');
}

test('activate, look at the accounts of a module, close: by keys only', async ({ lab }) => {
  const scene = await openScene({ lab });
  const { page } = scene.shell;
  const keys = page.keyboard;
  await scene.tool('import', 'accounts', scene.file('accounts.csv', csvFile(60)));
  const order = await scene.vendor.order('communication=100,collaboration=100');
  const begin = page.getByRole('button', { name: 'License…', exact: true });
  await expect(begin).toBeVisible();

  await tabTo(begin);
  await expectVisibleFocus(page);
  await keys.press('Control+l');
  const license = dialogOf(page, 'License');
  await expect(license.getByRole('treegrid')).toBeVisible();
  await expect.poll(() => license.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);

  const activate = license.getByRole('button', { name: 'Activate License' });
  await tabTo(activate, 'Shift+Tab');
  await expectVisibleFocus(page);
  await keys.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Online Activation…' })).toBeFocused();
  await keys.press('Escape');
  await expect(activate, 'Escape leaves the menu, not the dialog').toBeFocused();
  await keys.press('Enter');
  await keys.press('Enter');
  await expect(dialogOf(page, 'Online Activation').getByLabel('Order ID')).toBeFocused();
  await keys.type(order.slice(0, -1));
  await keys.press('Enter');
  await expect(dialogOf(page, 'Online Activation').getByRole('alert')).toBeVisible();
  await keys.type(order.slice(-1));
  await keys.press('Enter');

  const preview = dialogOf(page, 'Apply License');
  await expect(preview.getByRole('button', { name: 'Cancel' }), 'something is lost: Cancel first').toBeFocused();
  await tabTo(preview.getByRole('button', { name: 'Apply', exact: true }));
  await keys.press('Enter');
  await expect(preview).toBeHidden();
  await expect(license.getByTestId('license-status')).toHaveText('OK');
  await expect(activate, 'back where the way began').toBeFocused();

  const group = rowOf(license, 'Communication');
  await tabTo(group, 'Shift+Tab');
  await keys.press('End');
  await expect(license.getByRole('row', { name: /^Not licensed/ })).toBeFocused();
  await keys.press('Home');
  await keys.press('ArrowDown');
  await keys.press('ArrowRight');
  await expect(rowOf(license, 'Collaboration')).toHaveAttribute('aria-expanded', 'true');
  await keys.press('ArrowRight');
  const groupware = rowOf(license, 'GroupWare');
  await expect(groupware).toBeFocused();
  await expectVisibleFocus(page);
  const { used } = await cellsOf(license, 'GroupWare');
  await keys.press('Enter');

  const accounts = dialogOf(page, 'Accounts of GroupWare');
  await expect(accounts.getByRole('searchbox')).toBeFocused();
  await expect(accounts.getByRole('status')).toHaveText(`${used} accounts`);
  const grid = accounts.getByRole('grid');
  await tabTo(grid);
  await keys.press('End');
  const last = grid.getByRole('row', { selected: true });
  await expect(last).toHaveAttribute('aria-rowindex', String(Number(used) + 1));
  const address = await last.getByRole('gridcell').first().innerText();
  await expect(accounts.getByRole('region', { name: 'Why' })).toContainText(address);
  await tabTo(accounts.getByRole('radio', { name: 'Counted', exact: true }), 'Shift+Tab');
  await keys.press('ArrowRight');
  await expect(accounts.getByRole('radio', { name: 'Not Counted' })).toBeChecked();
  await expect(accounts.getByRole('status')).toHaveText(`${60 - Number(used)} accounts`);

  await keys.press('Escape');
  await expect(accounts).toBeHidden();
  await expect(groupware, 'back on the row').toBeFocused();
  await keys.press('Escape');
  await expect(license).toBeHidden();
  await expect(begin, 'back where the dialog was opened').toBeFocused();
  await keys.press('Enter');
  await expect(license).toBeVisible();
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});

test('the command palette finds every action by its name', async ({ lab }) => {
  const shell = await lab.launchConsole();
  const { page } = shell;
  await expect(page.getByRole('heading', { name: 'Welcome to Seatkeeper' })).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = dialogOf(page, 'Command palette');
  await expect(palette.getByRole('combobox', { name: 'Command' })).toBeFocused();
  await page.keyboard.type('enter offl');
  await expect(palette.getByRole('option')).toHaveText([/^Enter License Offline…/]);
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page.getByRole('button', { name: 'Enter License File…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('button', { name: 'Choose File…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(shell.problems).toEqual([]);
  await shell.close();
});
