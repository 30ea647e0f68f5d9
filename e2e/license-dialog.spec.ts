/** INTERFACES 4: what the License dialog shows, and what its rows and buttons do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { countSeats, countService, csvFile, GROUP_NAMES } from './fixtures/account-files.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { cellsOf, chooseFrom, dialogOf, openLicense, rowOf } from './fixtures/license-page.ts';
import { nextYear } from './fixtures/vendor.ts';

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.describe('a license by category', () => {
  const csv = csvFile(400);
  const counted = countSeats(csv);
  const used = counted.Collaboration;
  let scene: Scene;
  let dialog: Locator;
  let order = '';

  test.beforeAll(async () => {
    scene = await openScene();
    await scene.tool('import', 'accounts', scene.file('accounts.csv', csv));
    const desktop = Math.ceil(counted.Desktop / 0.9) - 1;
    order = await scene.vendor.order(
      `communication=unlimited,security=1000,collaboration=${used - 3},mobile=900,desktop=${desktop}`,
      { more: ['--renewal', `${nextYear()},mobile=${day(20)}`] },
    );
    await scene.tool('activate', 'license', '--order', order);
    dialog = await openLicense(scene.shell);
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
  });
  test.afterEach(() => expect(scene.shell.problems).toEqual([]));
  test.afterAll(() => scene?.lab.close());

  test('five rows: seats, days, used seats, and what is recommended', async () => {
    const names = await dialog.getByRole('rowheader').allInnerTexts();
    expect(names.map((name) => name.split(/\s/)[0])).toEqual(GROUP_NAMES);
    const number = (value: number): string => value.toLocaleString('en-US');
    const row = (group: keyof typeof counted, seats: string, renewal: string, recommended: string) => [
      group,
      { seats, renewal, used: number(counted[group]), recommended },
    ];
    const shown = await Promise.all(GROUP_NAMES.map(async (name) => [name, await cellsOf(dialog, name)]));
    expect(shown).toEqual([
      row('Communication', 'Unlimited', '365', ''),
      row('Security', '1,000', '365', ''),
      row('Collaboration', number(used - 3), '365', 'Add Users (3 more seats)'),
      row('Mobile', '900', '20', 'Renew License'),
      row('Desktop', number(Math.ceil(counted.Desktop / 0.9) - 1), '365', 'Add Users'),
    ]);
  });

  test('a row that exceeds has a red mark, and the word', async () => {
    const over = rowOf(dialog, 'Collaboration').getByText('exceeded', { exact: true });
    await expect(over).toBeVisible();
    await expect(dialog.getByText('exceeded', { exact: true }), 'no other row').toHaveCount(1);
    const mark = over.locator('svg');
    await expect(mark).toBeVisible();
    const [red = 0, green = 0, blue = 0] = await mark.evaluate((svg) =>
      (getComputedStyle(svg).color.match(/\d+/g) ?? []).map(Number),
    );
    expect(red).toBeGreaterThan(2 * Math.max(green, blue));
  });

  test('a group opens to its modules, which share its seats', async () => {
    const group = rowOf(dialog, 'Collaboration');
    const place = (await group.boundingBox())?.y;
    await group.locator('[aria-hidden=true]').first().click();
    await expect(group).toHaveAttribute('aria-expanded', 'true');
    expect((await group.boundingBox())?.y, 'it stays under the pointer').toEqual(place);
    for (const [name, variable] of [
      ['GroupWare', 'U_GW'],
      ['Instant Messaging', 'U_IM'],
      ['Meetings', 'U_Meeting'],
    ] as const)
      expect(Number((await cellsOf(dialog, name)).used.replaceAll(',', ''))).toBe(countService(csv, variable));
    await group.locator('[aria-hidden=true]').first().click();
    await expect(rowOf(dialog, 'GroupWare')).toHaveCount(0);
  });

  test('a double click shows the accounts, each with its reason', async () => {
    await rowOf(dialog, 'Collaboration').getByRole('rowheader').dblclick();
    const accounts = dialogOf(scene.shell.page, 'Accounts of Collaboration');
    await expect(accounts.getByRole('status')).toHaveText(`${used} accounts`);
    const first = accounts.getByRole('grid').getByRole('row').nth(1);
    // The first of the file uses no service at all.
    await expect(first).toContainText('user000002@berg.example');
    await expect(first.getByRole('gridcell').nth(2)).toHaveText('Counted');
    await expect(first.getByRole('gridcell').last()).toHaveText(/^Counted: GroupWare, Instant Messaging, .* on\.$/);
    const why = accounts.getByRole('region', { name: 'Why' });
    await expect(why).toContainText('user000002@berg.example');
    await accounts.getByRole('grid').getByRole('row').nth(3).click();
    await expect(why).toContainText('user000004@berg.example');
    await expect(why).toContainText('GroupWare.');

    await accounts.getByRole('searchbox', { name: 'Search address or name' }).fill('PERSON 39');
    const hits = csv.split('\n').filter((line) => /,Person 39\d?,0,0,/.test(line)).length;
    await expect(accounts.getByRole('status')).toHaveText(`${hits} accounts`);
    await accounts.getByRole('searchbox').fill('nobody-of-this-name');
    await expect(accounts.getByRole('status')).toHaveText('No account matches.');
    await accounts.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(accounts).toBeHidden();
  });

  test('who does not count is listed too, and why', async () => {
    await rowOf(dialog, 'Mobile').getByRole('rowheader').dblclick();
    const accounts = dialogOf(scene.shell.page, 'Accounts of Mobile');
    await accounts.getByRole('radio', { name: 'Not Counted' }).check({ force: true });
    await expect(accounts.getByRole('status')).toHaveText(`${400 - counted.Mobile} accounts`);
    const grid = accounts.getByRole('grid');
    const reasonOf = async (address: string): Promise<string> => {
      await accounts.getByRole('searchbox').fill(address);
      const row = grid.getByRole('row').nth(1);
      await expect(row.getByRole('gridcell').first()).toContainText(address);
      await expect(accounts.getByRole('status')).toHaveText('1 account');
      return row.getByRole('gridcell').last().innerText();
    };
    expect(await reasonOf('user000017@'), 'a mailing list').toContain('it is a Mailing list');
    expect(await reasonOf('user000013@'), 'disabled').toContain('the account is disabled');
    expect(await reasonOf('user000005@'), 'both services off').toMatch(/ActiveSync/);
    await accounts.getByRole('radio', { name: 'All', exact: true }).check({ force: true });
    await accounts.getByRole('searchbox').fill('');
    await expect(accounts.getByRole('status')).toHaveText('400 accounts');
    await scene.shell.page.keyboard.press('Escape');
    await expect(accounts).toBeHidden();
  });

  test('numbers follow a change at once, and Refresh Used Seats reads them again', async () => {
    await scene.tool('modify', 'account', '*@berg.example', 'U_ActiveSync', '0', 'U_SyncML', '0');
    await expect.poll(async () => (await cellsOf(dialog, 'Mobile')).used).toBe('0');
    await dialog.getByRole('button', { name: 'Refresh Used Seats' }).click();
    await expect(dialog.getByText(/^As of \d\d:\d\d:\d\d$/)).toBeVisible();
    expect((await cellsOf(dialog, 'Mobile')).used).toBe('0');
  });

  test('Manage License opens the vendor’s pages for this order', async ({ page }) => {
    const links = await scene.shell.collectLinks();
    const pages = ['Purchase Renewal', 'Add Trial', 'Add Users', 'Add Modules', 'Purchase Another License'];
    for (const item of [...pages, 'Client Activations']) await chooseFrom(dialog, 'Manage License', item);
    await expect.poll(async () => (await links()).length).toBe(6);
    const reference = await scene.referenceId();
    for (const link of await links()) {
      const { searchParams, origin } = new URL(link);
      expect([origin, searchParams.get('order'), searchParams.get('reference')]).toEqual([
        scene.vendor.url,
        order,
        reference,
      ]);
    }
    const opened = (await links()).filter((link) => !link.includes('/license'));
    for (const link of opened) {
      const answer = await page.goto(link);
      expect(answer?.status()).toBe(200);
      expect(await page.content(), link).toContain(order);
    }
    await page.goto((await links()).find((link) => link.includes('client-activations')) ?? '');
    await expect(page.getByRole('cell', { name: reference })).toBeVisible();
  });

  test('a recommendation leads to the page that follows it', async ({ page }) => {
    const links = await scene.shell.collectLinks();
    await rowOf(dialog, 'Collaboration').getByRole('button', { name: 'Add Users (3 more seats)' }).click();
    await expect.poll(links).toHaveLength(1);
    await page.goto((await links())[0] ?? '');
    await expect(page.getByRole('heading', { name: 'Add Users' })).toBeVisible();
  });

  test('Request Support saves a bundle in which there is no secret', async () => {
    const bundle = scene.lab.folder('bundle.json');
    await scene.shell.answerSaveDialog(bundle);
    await dialog.getByRole('button', { name: 'Request Support' }).click();
    const support = dialogOf(scene.shell.page, 'Request Support');
    await support.getByRole('button', { name: 'Save Support Bundle…' }).click();
    await expect(support).toBeHidden();
    await expect(scene.shell.page.getByText('The support bundle was saved.')).toBeVisible();
    const text = readFileSync(bundle, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ product: 'Seatkeeper', accounts: { accounts: 400 } });
    for (const needed of [order, await scene.referenceId()]) expect(text).toContain(needed);
    const { data } = scene.shell;
    for (const file of ['local.token', 'install.id']) {
      const secret = readFileSync(join(data, file), 'utf8').trim();
      expect(secret.length).toBeGreaterThan(15);
      expect(text, file).not.toContain(secret);
    }
    expect(text).not.toMatch(/PRIVATE KEY|hunter/);
  });

  test('Export License writes the bytes that tool export license writes', async () => {
    const [byConsole, byTool] = [scene.lab.folder('console.xml'), scene.lab.folder('tool.xml')];
    await scene.shell.answerSaveDialog(byConsole);
    await dialog.getByRole('button', { name: 'Export License' }).click();
    await expect(scene.shell.page.getByText('The license was saved.')).toBeVisible();
    await scene.tool('export', 'license', byTool);
    expect(readFileSync(byConsole)).toEqual(readFileSync(byTool));
  });
});

test('a license by module shows module rows, and apart what it does not cover', async ({ lab }) => {
  const vendor = await lab.startVendorProcess();
  const order = await vendor.order('mail=10,im=unlimited,activesync=3', { more: ['--structure', 'module'] });
  const shell = await lab.launchConsole({ env: vendor.env });
  await lab.runTool(['create', 'domain', 'berg.example']);
  await lab.runTool(['create', 'account', 'ada@berg.example']);
  await lab.runTool(['activate', 'license', '--order', order]);
  const dialog = await openLicense(shell);
  await expect(dialog.getByRole('rowheader')).toHaveText([
    /^Mail Server/,
    /^Instant Messaging/,
    /^ActiveSync/,
    /^Not licensed/,
  ]);
  expect(await cellsOf(dialog, 'Mail Server')).toEqual({ seats: '10', renewal: '365', used: '1', recommended: '' });
  expect(await cellsOf(dialog, 'Instant Messaging')).toMatchObject({ seats: 'Unlimited', used: '1' });
  const rest = dialog.getByRole('row', { name: /^Not licensed/ });
  await expect(rest).toContainText('16 modules that no item of the license covers');
  await rest.getByRole('rowheader').dblclick();
  expect(await cellsOf(dialog, 'GroupWare')).toMatchObject({ seats: '–', used: '1', recommended: '' });
  expect(shell.problems).toEqual([]);
  await shell.close();
});
