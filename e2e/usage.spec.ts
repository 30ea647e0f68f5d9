/** Usage History (LICENSING 6): days as a picture and as rows, the day on which the seats are crossed in words. */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import type { ConsoleApp } from './fixtures/console.ts';
import { openScene } from './fixtures/console-scene.ts';
import { type Lab, test } from './fixtures/lab.ts';
import { dialogOf, faultsOf, openLicense, rowOf } from './fixtures/license-page.ts';
import { type PastDay, writeUsage } from './fixtures/stored-past.ts';

const USED = 40;
const addresses = `address\n${Array.from({ length: USED }, (_, i) => `u${i}@berg.example`).join('\n')}\n`;

/** Growing by one in two days up to today's number; the license had fewer seats before; five days without the service. */
const GROWING: readonly PastDay[] = Array.from({ length: 60 }, (_, i) => i + 1)
  .filter((back) => back < 20 || back > 24)
  .map((back) => ({ back, used: USED - Math.floor(back / 2), seats: back > 30 ? 36 : 50 }));

async function openConsole(lab: Lab, past: readonly PastDay[]): Promise<ConsoleApp> {
  const scene = await openScene({ lab });
  await scene.tool('import', 'accounts', scene.file('accounts.csv', addresses));
  await scene.tool(
    'activate',
    'license',
    '--order',
    await scene.vendor.order('collaboration=50,communication=unlimited'),
  );
  if (past.length === 0) return scene.shell;
  await scene.shell.close();
  writeUsage(scene.shell.data, 'im', past);
  return lab.launchConsole({ env: scene.vendor.env });
}
async function openUsage(shell: ConsoleApp): Promise<Locator> {
  await shell.choose('usage-history');
  const dialog = dialogOf(shell.page, 'Usage History');
  await expect(dialog.getByRole('listbox', { name: 'Module' })).toBeVisible();
  return dialog;
}
const cursorOf = (dialog: Locator): Locator => dialog.getByTestId('usage-cursor');
const pressed = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

test('the trend crosses the seats: sentence, picture, cursor by keyboard, rows, and a copy; light and dark', async ({
  lab,
}) => {
  const shell = await openConsole(lab, GROWING);
  const { page } = shell;
  const dialog = await openUsage(shell);
  const modules = dialog.getByRole('listbox', { name: 'Module' });
  await modules.focus();
  await pressed(
    page,
    'Home',
    'ArrowDown',
    'ArrowDown',
    'ArrowDown',
    'ArrowDown',
    'ArrowDown',
    'ArrowDown',
    'ArrowDown',
  );
  await expect(modules.getByRole('option', { selected: true })).toContainText('Instant Messaging');
  const sentence = dialog.getByTestId('usage-trend');
  await expect(sentence).toHaveText(/^Growing by 0\.5 accounts a day: above its 50 seats on \d+ \w+ \d{4}\.$/);

  const slider = dialog.getByRole('slider', { name: 'Used Seats of Instant Messaging by day' });
  await slider.focus();
  await expect(cursorOf(dialog)).toHaveText(/: 40 used of 50 seats$/);
  await pressed(page, 'ArrowLeft', 'ArrowLeft');
  await expect(cursorOf(dialog)).toHaveText(/: 39 used of 50 seats$/);
  await expect(slider).toHaveAttribute('aria-valuetext', /: 39 used of 50 seats$/);
  await pressed(page, 'Home');
  await expect(cursorOf(dialog)).toHaveText(/: 10 used of 36 seats$/);
  for (const theme of ['light', 'dark'] as const) {
    await shell.choose(`theme-${theme}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: test.info().outputPath(`usage-${theme}.png`) });
    await expectAccessible(page, `usage history, ${theme}`);
  }

  await dialog.getByRole('radio', { name: 'Table' }).check({ force: true });
  const rows = dialog.getByRole('region', { name: 'Used Seats of Instant Messaging by day' }).getByRole('row');
  await expect(rows).toHaveCount(1 + GROWING.length + 1);
  await expect(rows.nth(1)).toContainText('40');
  await page.screenshot({ path: test.info().outputPath('usage-table.png') });
  await expectAccessible(page, 'usage history as a table');
  await dialog.getByRole('button', { name: 'Copy Numbers' }).click();
  await expect(dialog.getByText('Copied')).toBeVisible();
  await dialog.getByRole('radio', { name: '30 days' }).check({ force: true });
  await expect(rows).toHaveCount(1 + 25);
  expect(faultsOf(shell)).toEqual([]);
  await shell.close();
});

test('on the first day there is one number, and words on when there will be more; a module’s row leads here', async ({
  lab,
}) => {
  const shell = await openConsole(lab, []);
  const { page } = shell;
  const license = await openLicense(shell);
  await rowOf(license, 'Communication').getByRole('rowheader').click();
  await pressed(page, 'ArrowRight', 'ArrowDown', 'Enter');
  const accounts = dialogOf(page, 'Accounts of Mail Server');
  await accounts.getByRole('button', { name: 'Usage History…' }).click();
  const dialog = dialogOf(page, 'Usage History');
  await expect(dialog.getByRole('option', { selected: true })).toContainText('Mail Server');
  await expect(dialog.getByText('Only today is known so far.')).toBeVisible();
  await expect(dialog.getByTestId('usage-trend')).toHaveText(/too few for a trend; seats are unlimited\.$/);
  await expect(cursorOf(dialog)).toHaveText(/: 40 used, seats unlimited$/);
  await page.screenshot({ path: test.info().outputPath('usage-first-day.png') });
  await expectAccessible(page, 'usage history on the first day');
  expect(faultsOf(shell)).toEqual([]);
  await shell.close();
});
