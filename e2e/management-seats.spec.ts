/** View > Management > Seats (LICENSING 6): how one account stands with each module, and the way there from a list. */
import { expect } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { openScene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, openLicense, rowOf } from './fixtures/license-page.ts';
import { bar, box, item, openDomain, panelOf, plain, status, title, treeOf } from './fixtures/management-page.ts';

test('the seats of an account, and from a list of seats to the account', async ({ lab }) => {
  const scene = await openScene({ lab });
  const { page } = scene.shell;
  // A picture of a theme, not of the way to it.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  async function look(place: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await scene.shell.choose(`theme-${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expectAccessible(page, `${place}, ${theme}`);
      await page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}-${theme}.png`) });
    }
  }
  await scene.tool('import', 'accounts', scene.file('a.csv', plain(450, 'berg.example')));
  await scene.tool('import', 'accounts', scene.file('b.csv', 'address\nover@adler.example\n'));
  await scene.tool('modify', 'account', 'over@adler.example', 'U_SMS', '0');
  await scene.tool('activate', 'license', '--order', await scene.vendor.order('communication=900,im=1'));
  for (const name of ['user0300@berg.example', 'over@adler.example']) {
    await scene.tool('access', 'check', name, 'im');
  }
  await test.step('Enter on a row of a list of seats: the dialogs close, the account is selected and in view', async () => {
    const license = await openLicense(scene.shell);
    await rowOf(license, 'Collaboration').getByRole('rowheader').click();
    await page.keyboard.press('ArrowRight');
    await rowOf(license, 'Instant Messaging').getByRole('rowheader').dblclick();
    const accounts = dialogOf(page, 'Accounts of Instant Messaging');
    await accounts.getByRole('searchbox').fill('user0300');
    await expect(accounts.getByRole('status').first()).toHaveText('1 account');
    await look('accounts of a module');
    const show = accounts.getByRole('button', { name: 'Show in Management' });
    await show.hover();
    await expect(page.getByRole('tooltip')).toHaveText('Goes to user0300@berg.example, as Enter on its row does');
    await accounts.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(title(page)).toHaveText('user0300@berg.example');
    await expect(item(page, 'user0300')).toBeInViewport();
    await expect(item(page, 'user0300')).toHaveAttribute('aria-selected', 'true');
    await expect(treeOf(page)).toBeFocused();
  });
  const grid = panelOf(page).getByRole('grid');
  const cells = (name: string) => grid.getByRole('row').filter({ hasText: name }).getByRole('gridcell');
  const why = panelOf(page).getByRole('region', { name: 'Why' });

  await test.step('by keys from the tree to the seats, module by module', async () => {
    await page.keyboard.press('Enter');
    await expect(panelOf(page).getByRole('tab', { name: 'Account' })).toBeFocused();
    await page.keyboard.press('End');
    await expect(panelOf(page).getByRole('tab', { name: 'Seats' })).toBeFocused();
    await expect(grid.getByRole('row')).toHaveCount(20);
    await expect(cells('Instant Messaging')).toContainText([
      'Instant Messaging',
      'Counted',
      'Seat',
      /20\d\d/,
      /20\d\d/,
      '–',
    ]);
    await page.keyboard.press('Tab');
    await expect(grid).toBeFocused();
    await page.keyboard.press('End');
    await expect(grid.locator('[aria-selected="true"]')).toBeInViewport();
    await expect(why.getByRole('listitem')).not.toHaveCount(0);
  });

  await test.step('the next account: over the limit, and a service that is off', async () => {
    await treeOf(page).focus();
    await page.keyboard.press('Home');
    await openDomain(page, 'adler.example', 'over');
    await item(page, 'over').click();
    await expect(title(page)).toHaveText('over@adler.example');
    await expect(cells('Instant Messaging')).toContainText(['Instant Messaging', 'Counted', 'Trial, 14 days left']);
    await cells('Instant Messaging').first().click();
    await expect(why).toContainText(/Over the limit: on trial until/);
    await look('seats of an account');
    await expect(cells('SMS')).toContainText(['SMS', 'Not counted', '–', '–', 'never', '–']);
  });

  await test.step('changed in Policies, it is so in Seats', async () => {
    await panelOf(page).getByRole('tab', { name: 'Policies' }).click();
    await box(page, 'SMS').click();
    await bar(page).getByRole('button', { name: 'Save' }).click();
    await expect(status(page)).toHaveText('1 account changed.');
    await panelOf(page).getByRole('tab', { name: 'Seats' }).click();
    await expect(cells('SMS')).toContainText(['SMS', 'Counted']);
  });
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});
