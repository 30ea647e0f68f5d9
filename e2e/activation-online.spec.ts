/** The main job: accounts from a server's files, an order, and the License dialog that tells the truth about both. */
import { expect } from '@playwright/test';
import { countSeats, csvFile, DOVECOT_SECRETS, DOVECOT_USERS, GROUP_NAMES } from './fixtures/account-files.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import {
  applyPreview,
  cellsOf,
  dialogOf,
  importCounts,
  openLicense,
  previewRows,
  requestOnline,
  tryImport,
  usedSeats,
} from './fixtures/license-page.ts';
import { nextYear } from './fixtures/vendor.ts';

const ITEMS = 'communication=700,security=650,collaboration=620,mobile=400,desktop=300';

test.describe('from the first start to a license in force', () => {
  test.describe.configure({ mode: 'serial' });
  const csv = csvFile(600);
  let scene: Scene;
  test.beforeAll(async () => {
    scene = await openScene();
  });
  test.afterAll(() => scene?.lab.close());

  test('a new server says how to begin', async () => {
    const { page } = scene.shell;
    await expect(page.getByRole('heading', { name: 'Welcome to Seatkeeper' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Import Accounts…' })).toBeEnabled();
    await expect(page.getByRole('button', { name: 'Online Activation…' })).toBeEnabled();
    await expect(page.getByRole('button', { name: 'Open the Demonstration' })).toBeEnabled();
  });

  test('File > Import Accounts… reads a CSV file, and a passwd-file of Dovecot', async () => {
    const { page } = scene.shell;
    await scene.shell.choose('import-accounts');
    let dialog = await tryImport(page, scene.file('accounts.csv', `${csv}no address,x,0,0\n`));
    await expect(dialog.getByRole('status')).toContainText('Trial run: 602 lines of format csv read.');
    expect(await importCounts(dialog)).toEqual({
      'would be created': '600',
      'would be updated': '0',
      unchanged: '0',
      skipped: '1',
    });
    await expect(dialog.getByRole('grid', { name: 'Skipped lines' }).getByRole('row').nth(1)).toContainText('602');
    expect(
      (await scene.license()).groups.map((g) => g.used),
      'a trial run changes nothing',
    ).toEqual([0, 0, 0, 0, 0]);

    await dialog.getByRole('button', { name: 'Import 600 Accounts' }).click();
    await expect(dialog.getByRole('status')).toContainText('Imported: 602 lines of format csv read.');
    await dialog.getByRole('button', { name: 'Choose Another File' }).click();
    dialog = await tryImport(page, scene.file('users', DOVECOT_USERS));
    await dialog.getByRole('button', { name: 'Import 6 Accounts' }).click();
    await expect(dialog.getByRole('status')).toContainText('of format dovecot read.');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(page.getByText('606 accounts in 2 domains; 571 users among them.')).toBeVisible();

    const everything = await scene.tool('display', 'account', '*@birke.example', '--json');
    for (const secret of DOVECOT_SECRETS) expect(everything + scene.shell.output()).not.toContain(secret);
  });

  test('Help > License… counts the evaluation’s seats as the files say', async () => {
    const dialog = await openLicense(scene.shell);
    await expect(dialog.getByTestId('license-status')).toHaveText('Evaluation');
    await expect(dialog).toContainText('Built-in evaluation: no license is installed.');
    expect(await usedSeats(dialog, GROUP_NAMES)).toEqual(countSeats(csv, DOVECOT_USERS));
    await expect(dialog.getByRole('button', { name: 'Export License' })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('button', { name: 'Close License' }).click();
    await expect(dialog).toBeHidden();
  });

  test('Online Activation… shows what would change, and applies it', async () => {
    const { page } = scene.shell;
    const order = await scene.vendor.order(ITEMS);
    const before = await scene.license();
    const dialog = await openLicense(scene.shell);

    // As a person types it: small letters, spaces, no hyphens.
    await requestOnline(dialog, ` ${order.toLowerCase().replaceAll('-', ' ')} `);
    await expect(dialogOf(page, 'Apply License')).toContainText(`Order ${order}, issued to Berg & Sons on`);
    const rows = await previewRows(page);
    expect(rows).toContainEqual(['Status', 'Evaluation', 'OK']);
    expect(rows).toContainEqual(['Seats: Communication', '200', '700']);
    expect(await scene.license(), 'nothing is applied yet').toEqual(before);

    const license = await applyPreview(page);
    await expect(license.getByTestId('license-status')).toHaveText('OK');
    for (const text of [order, 'Ada Berg', 'Berg & Sons', 'ada@berg.example', 'Pier 4', await scene.referenceId()])
      await expect(license.getByText(text, { exact: true })).toBeVisible();
    expect(await usedSeats(license, GROUP_NAMES)).toEqual(countSeats(csv, DOVECOT_USERS));
    const cells = await cellsOf(license, 'Communication');
    expect(cells).toEqual({ seats: '700', renewal: '365', used: cells.used, recommended: '' });
  });

  test('tool says the same as the dialog', async () => {
    const { information, groups } = await scene.license();
    const order = await scene.vendor.operate('order', 'list', '--json');
    expect(information).toMatchObject({ orderId: JSON.parse(order)[0].orderId, status: 'OK', phase: 'ok' });
    const counted = countSeats(csv, DOVECOT_USERS);
    expect(Object.fromEntries(groups.map((g) => [g.group, g.used]))).toEqual(counted);
  });

  test('after a restart it is all there, and nothing on the page went wrong', async () => {
    expect(scene.shell.problems).toEqual([]);
    await scene.shell.close();
    const shell = await scene.lab.launchConsole({ env: scene.vendor.env });
    const dialog = await openLicense(shell);
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
    expect(await usedSeats(dialog, GROUP_NAMES)).toEqual(countSeats(csv, DOVECOT_USERS));
    expect(shell.problems).toEqual([]);
    await shell.close();
  });
});

test('an order that extends the first one replaces it, and says what it takes away', async ({ lab }) => {
  const vendor = await lab.startVendorProcess();
  const first = await vendor.order('communication=50,collaboration=50');
  const second = await vendor.order('communication=80', { more: ['--previous', first] });
  const shell = await lab.launchConsole({ env: vendor.env });
  await requestOnline(await openLicense(shell), first);
  const license = await applyPreview(shell.page);

  await requestOnline(license, second);
  const preview = dialogOf(shell.page, 'Apply License');
  await expect(preview.getByRole('button', { name: 'Cancel' }), 'losses: Cancel is the first choice').toBeFocused();
  const rows = await previewRows(shell.page);
  expect(rows[0]?.[0]).toMatch(/^Loss/);
  expect(rows.map(([what]) => what)).toContain('Loss Stops: Instant Messaging');
  expect(rows).toContainEqual(['Seats: Communication', '50', '80']);
  await preview.getByRole('button', { name: 'Cancel' }).click();
  await expect(license.getByText(first, { exact: true })).toBeVisible();

  await requestOnline(license, second);
  await applyPreview(shell.page);
  await expect(license.getByText(second, { exact: true })).toBeVisible();
  await expect(license.getByText(first, { exact: true }), 'as Previous Order ID').toBeVisible();
  await expect(license.getByRole('row', { name: /^Not licensed/ })).toBeVisible();
  expect(await vendor.operate('order', 'show', second)).toContain(nextYear());
  expect(shell.problems).toEqual([]);
  await shell.close();
});
