/** Many accounts: long work shows how far it is and can be cancelled, the dialog stays as it is with three. */
import { expect } from '@playwright/test';
import { GROUP_NAMES } from './fixtures/account-files.ts';
import { openScene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { cellsOf, dialogOf, importCounts, openLicense, rowOf, tryImport, usedSeats } from './fixtures/license-page.ts';

/** Addresses only: every service is on for everybody. */
function addresses(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => `user${String(i).padStart(7, '0')}@large.example`);
  return `address\n${lines.join('\n')}\n`;
}

test('an import of 200,000 accounts is followed, cancelled, and leaves nothing', async ({ lab }) => {
  const scene = await openScene({ lab });
  const { page } = scene.shell;
  await scene.tool(
    'import',
    'accounts',
    scene.file('three.csv', 'address\na@kept.example\nb@kept.example\nc@kept.example\n'),
  );
  const before = await scene.license();
  const file = scene.file('accounts.csv', addresses(200_000));
  await scene.shell.choose('import-accounts');

  /** Waits until the bar has moved, then cancels. */
  async function cancelOnTheWay(dialog: ReturnType<typeof dialogOf>, label: string): Promise<void> {
    const bar = dialog.getByRole('progressbar', { name: label });
    await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(bar).toBeHidden();
    await expect(dialog.getByRole('alert'), 'who cancels is told no error').toHaveCount(0);
  }
  const dialog = await tryImport(page, file);
  await cancelOnTheWay(dialog, 'Trial run: nothing changes…');
  await expect(dialog.getByRole('button', { name: 'Choose File…' })).toBeVisible();

  await tryImport(page, file);
  await expect(dialog.getByRole('status')).toContainText('Trial run: 200,001 lines of format csv read.');
  await dialog.getByRole('button', { name: 'Import 200,000 Accounts' }).click();
  await cancelOnTheWay(dialog, 'Importing accounts…');
  await expect(dialog.getByRole('status'), 'the trial run’s result is there again').toContainText('Trial run');
  expect(await importCounts(dialog)).toMatchObject({ 'would be created': '200,000' });
  expect(await scene.license()).toEqual(before);
  expect((await scene.lab.runTool(['display', 'account', '*@large.example'])).code, 'no such account').toBe(3);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('3 accounts in 1 domain; 3 users among them.')).toBeVisible();
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});

for (const { accounts, seats } of [
  { accounts: 3, seats: 'communication=10,security=10,collaboration=2,mobile=10,desktop=10' },
  {
    accounts: 100_000,
    seats: 'communication=120000,security=105000,collaboration=90000,mobile=unlimited,desktop=120000',
  },
]) {
  test(`the License dialog with ${accounts.toLocaleString('en-US')} accounts, light and dark`, async ({ lab }) => {
    const scene = await openScene({ lab });
    const { shell } = scene;
    await scene.tool('import', 'accounts', scene.file('accounts.csv', addresses(accounts)));
    await scene.tool('activate', 'license', '--order', await scene.vendor.order(seats));
    const dialog = await openLicense(shell);
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
    const all = Object.fromEntries(GROUP_NAMES.map((name) => [name, accounts]));
    await expect.poll(() => usedSeats(dialog, GROUP_NAMES)).toEqual(all);
    expect((await cellsOf(dialog, 'Collaboration')).recommended).toMatch(/^Add Users \([\d,]+ more seats?\)$/);
    for (const theme of ['light', 'dark'] as const) {
      await shell.choose(`theme-${theme}`);
      await expect(shell.page.locator('html')).toHaveAttribute('data-theme', theme);
      await shell.page.screenshot({ path: test.info().outputPath(`license-${accounts}-${theme}.png`) });
    }

    await rowOf(dialog, 'Mobile').getByRole('rowheader').dblclick();
    const list = dialogOf(shell.page, 'Accounts of Mobile');
    await expect(list.getByRole('status')).toHaveText(`${accounts.toLocaleString('en-US')} accounts`);
    const grid = list.getByRole('grid');
    await grid.focus();
    await shell.page.keyboard.press('End');
    const last = grid.getByRole('row', { selected: true });
    await expect(last).toHaveAttribute('aria-rowindex', String(accounts + 1));
    const address = `user${String(accounts - 1).padStart(7, '0')}@large.example`;
    await expect(last).toContainText(address);
    await expect(last).toBeInViewport();
    await expect(list.getByRole('region', { name: 'Why' })).toContainText(address);
    await shell.page.keyboard.press('Home');
    await expect(grid.getByRole('row', { selected: true })).toContainText('user0000000@large.example');
    expect(shell.problems).toEqual([]);
    await shell.close();
  });
}
