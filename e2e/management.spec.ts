/** View > Management: the tree, selection as in a file manager, bulk changes by rule, what is discarded, undone, refused. */
import { expect } from '@playwright/test';
import { csvFile } from './fixtures/account-files.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf } from './fixtures/license-page.ts';
import {
  bar,
  box,
  item,
  openDomain,
  openManagement,
  panelOf,
  plain,
  status,
  title,
  treeOf,
} from './fixtures/management-page.ts';

/** U_IM of every account, as `tool` has it. */
async function messaging(scene: Scene, mask: string): Promise<Record<string, number>> {
  const rows = JSON.parse(await scene.tool('display', 'account', mask, 'U_IM', '--json')) as {
    address: string;
    U_IM: number;
  }[];
  return Object.fromEntries(rows.map((row) => [row.address.split('@')[0] ?? '', row.U_IM]));
}

test('a Shift selection is changed, exactly and at once; the change can be undone', async ({ lab }) => {
  const scene = await openScene({ lab });
  await scene.tool('import', 'accounts', scene.file('a.csv', plain(1000, 'berg.example')));
  await scene.tool('import', 'accounts', scene.file('b.csv', plain(5, 'adler.example')));
  const page = await openManagement(scene);
  const before = await scene.license();
  await openDomain(page, 'berg.example', 'user0000');

  await item(page, 'user0003').click();
  await expect(panelOf(page).getByRole('heading', { name: 'user0003@berg.example' })).toBeVisible();
  await treeOf(page).focus();
  await page.keyboard.press('Shift+End');
  await expect(title(page)).toHaveText('Bulk modification: 997 accounts');
  await item(page, 'user0990').click({ modifiers: ['Control'] });
  await expect(title(page)).toHaveText('Bulk modification: 996 accounts');
  await panelOf(page).getByRole('tab', { name: 'Policies' }).click();
  await box(page, 'Instant Messaging').click();
  await expect(status(page)).toHaveText('All 996 accounts will change. Instant Messaging −996 seats used.');
  expect(await scene.license(), 'nothing is changed before Save').toEqual(before);

  await bar(page).getByRole('button', { name: 'Save' }).click();
  await expect(status(page)).toHaveText('996 accounts changed.');
  await expect(box(page, 'Instant Messaging')).not.toBeChecked();
  const on = Object.entries(await messaging(scene, '*@berg.example')).filter(([, flag]) => flag === 1);
  expect(on.map(([name]) => name)).toEqual(['user0000', 'user0001', 'user0002', 'user0990']);
  expect(Object.values(await messaging(scene, '*@adler.example'))).toEqual([1, 1, 1, 1, 1]);

  await bar(page).getByRole('button', { name: 'Undo' }).click();
  await expect(status(page)).toHaveText('Undone: 996 accounts changed.');
  await expect(box(page, 'Instant Messaging')).toBeChecked();
  expect(await scene.license()).toEqual(before);
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});

test('a whole domain by rule, a domain’s own switches, what it does not grant, all domains', async ({ lab }) => {
  const scene = await openScene({ lab });
  await scene.tool('import', 'accounts', scene.file('a.csv', plain(60, 'berg.example')));
  await scene.tool('import', 'accounts', scene.file('b.csv', plain(5, 'adler.example')));
  const page = await openManagement(scene);
  await item(page, /berg\.example/).click();
  await panelOf(page).getByText('All 60 accounts in it').click();
  await expect(title(page)).toHaveText('Bulk modification: 60 accounts');
  await panelOf(page).getByRole('tab', { name: 'Policies' }).click();
  await box(page, 'Instant Messaging').click();
  await expect(status(page)).toHaveText('All 60 accounts will change. Instant Messaging −60 seats used.');
  await bar(page).getByRole('button', { name: 'Save' }).click();
  await expect(status(page)).toHaveText('60 accounts changed.');

  await test.step('the domain withholds a service: its accounts say so', async () => {
    await panelOf(page).getByText('This domain’s services').click();
    await box(page, 'SMS').click();
    await expect(status(page)).toHaveText('This domain will change. SMS −60 seats used.');
    await bar(page).getByRole('button', { name: 'Save' }).click();
    await expect(status(page)).toHaveText('1 domain changed.');
    await openDomain(page, 'berg.example', 'user0000');
    await item(page, 'user0007').click();
    const sms = box(page, 'SMS');
    await expect(sms).toHaveAttribute('aria-disabled', 'true');
    await expect(sms).toHaveAccessibleDescription(/berg\.example does not grant it\./);
    await sms.click({ force: true });
    await expect(sms, 'it stays as it is').toBeChecked();
    await expect(bar(page).getByRole('button', { name: 'Discard' })).toBeHidden();
    await expect(box(page, 'Instant Messaging')).not.toBeChecked();
  });

  await test.step('Ctrl+A: the domain; again: everybody. Mixed boxes turn on, off, and as they were', async () => {
    await treeOf(page).focus();
    await page.keyboard.press('Control+a');
    await expect(title(page)).toHaveText('Bulk modification: 60 accounts');
    await page.keyboard.press('Control+a');
    await expect(title(page)).toHaveText('Bulk modification: 65 accounts');
    const im = box(page, 'Instant Messaging');
    await expect(im).toBeChecked({ indeterminate: true });
    await im.click();
    await expect(status(page)).toHaveText('60 of 65 accounts will change. Instant Messaging +60 seats used.');
    await im.click();
    await expect(status(page)).toHaveText('5 of 65 accounts will change. Instant Messaging −5 seats used.');
    await im.click();
    await expect(im).toBeChecked({ indeterminate: true });
    await expect(bar(page).getByRole('button', { name: 'Discard' })).toBeHidden();
    await expect(panelOf(page).getByText('granted to 5 of 65')).toBeVisible();
  });
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});

test('selecting elsewhere discards, and takes back; a search is selected as a whole', async ({ lab }) => {
  const scene = await openScene({ lab });
  await scene.tool('import', 'accounts', scene.file('a.csv', csvFile(60)));
  const page = await openManagement(scene);
  await openDomain(page, 'berg.example', /user000001/);
  await item(page, /user000002/).click();
  await item(page, /user000005/).click({ modifiers: ['Shift'] });
  await panelOf(page).getByRole('tab', { name: 'Policies' }).click();
  await box(page, 'VoIP').click();
  await expect(box(page, 'VoIP')).toHaveAccessibleDescription(/will be/);
  await item(page, /user000009/).click();
  await expect(status(page)).toContainText('selecting elsewhere has discarded it');
  await bar(page).getByRole('button', { name: 'Take It Back' }).click();
  await expect(title(page)).toHaveText('Bulk modification: 4 accounts');
  await expect(box(page, 'VoIP')).toHaveAccessibleDescription(/will be/);
  await bar(page).getByRole('button', { name: 'Discard' }).click();

  await page.keyboard.press('Control+f');
  const search = page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await page.keyboard.type('person 5');
  await expect(page.getByText('11 accounts found')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+a');
  await expect(title(page)).toHaveText('Bulk modification: 11 accounts');
  await expect(item(page, 'user000050@berg.example').first()).toBeVisible();
  await search.focus();
  await page.keyboard.press('Escape');
  await expect(item(page, /All domains/)).toBeVisible();
  expect(scene.shell.problems).toEqual([]);
  await scene.shell.close();
});

test('by keys only: make, rename, disable, delete', async ({ lab }) => {
  const scene = await openScene({ lab });
  const { page } = scene.shell;
  const keys = page.keyboard;
  await scene.tool('import', 'accounts', scene.file('a.csv', plain(150, 'berg.example')));
  await expect(page.getByText(/150 accounts in 1 domain/)).toBeVisible();
  await keys.press('Control+2');
  await expect(item(page, /berg\.example/)).toBeVisible();
  await keys.press('Control+k');
  await keys.type('new domain');
  await keys.press('Enter');
  const newDomain = dialogOf(page, 'New Domain');
  await expect(newDomain.getByRole('textbox')).toBeFocused();
  await keys.type('not a domain');
  await keys.press('Enter');
  await expect(newDomain.getByRole('alert')).toContainText('is not a domain name');
  await newDomain.getByRole('textbox').fill('adler.example');
  await keys.press('Enter');
  await expect(panelOf(page).getByRole('heading', { name: 'adler.example' })).toBeVisible();
  await expect(item(page, /adler/)).toHaveAttribute('aria-selected', 'true');

  await treeOf(page).focus();
  await keys.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await keys.press('a');
  await expect(dialogOf(page, 'New Account').getByLabel('Address')).toBeFocused();
  await keys.type('zora');
  await keys.press('Enter');
  await expect(dialogOf(page, 'New Account')).toBeHidden();
  await expect(panelOf(page).getByRole('heading', { name: 'zora@adler.example' })).toBeVisible();
  await expect(treeOf(page)).toBeFocused();
  await keys.press('F2');
  const rename = dialogOf(page, 'Rename Account');
  await rename.getByLabel('New address').fill('anna@adler.example');
  await keys.press('Enter');
  await expect(panelOf(page).getByRole('heading', { name: 'anna@adler.example' })).toBeVisible();

  await keys.press('Enter');
  await expect(panelOf(page).getByRole('tab', { name: 'Account' })).toBeFocused();
  await panelOf(page).getByLabel('State').selectOption('Disabled: Login');
  await expect(status(page)).toContainText('This account will change.');
  await bar(page).getByRole('button', { name: 'Save' }).press('Enter');
  await expect(status(page)).toHaveText('1 account changed.');
  await expect(item(page, /anna.*disabled/)).toBeVisible();

  await treeOf(page).focus();
  await keys.press('End');
  await keys.press('Delete');
  const domain = dialogOf(page, 'Delete Domain');
  await expect(domain.getByRole('textbox')).toBeFocused();
  await expect(domain).toContainText('berg.example with 150 accounts in it');
  await keys.type('berg');
  await keys.press('Enter');
  await expect(domain, 'only the whole name deletes it').toBeVisible();
  await keys.type('.example');
  await keys.press('Enter');
  await expect(domain).toBeHidden();
  await expect(item(page, /berg/)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Notice' })).toContainText('Deleted berg.example.');
  expect(JSON.parse(await scene.tool('display', 'account', '*@*', '--json'))).toHaveLength(1);
  expect(scene.shell.problems.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  await scene.shell.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing, in ${theme}`, async ({ lab }) => {
    const scene = await openScene({ lab });
    const look = async (place: string) => {
      await page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}-${theme}.png`) });
      await expectAccessible(page, `${place}, ${theme}`);
    };
    await scene.shell.choose(`theme-${theme}`);
    const page = await openManagement(scene);
    await expect(panelOf(page).getByRole('heading', { name: 'No domains yet' })).toBeVisible();
    await look('management empty');
    await scene.tool('import', 'accounts', scene.file('a.csv', csvFile(300)));
    await scene.tool('modify', 'domain', 'berg.example', 'D_SMS', '0');
    await openDomain(page, 'berg.example', /user000001/);
    await look('management nothing selected');
    await item(page, /user000002/).click();
    await expect(panelOf(page).getByLabel('Name')).toHaveValue('Person 2');
    await look('management account');
    await scene.tool('modify', 'account', 'user000003@berg.example', 'U_Type', '7');
    await scene.tool('modify', 'account', 'user000004@berg.example', 'U_Type', '1');
    await scene.tool('modify', 'account', 'user000005@berg.example', 'U_AccountDisabled', '1');
    await expect(item(page, /user000003.*, Group/)).toBeVisible();
    await expect(item(page, /user000005.*, disabled/)).toBeVisible();
    await item(page, /user000002/).click();
    await panelOf(page).getByRole('tab', { name: 'Seats' }).click();
    await expect(panelOf(page).getByRole('region', { name: 'Why' }).getByRole('listitem')).not.toHaveCount(0);
    await look('management seats');
    await item(page, /user000020/).click({ modifiers: ['Shift'] });
    await panelOf(page).getByRole('tab', { name: 'Policies' }).click();
    await box(page, 'Instant Messaging').click();
    await expect(status(page)).toContainText('will change');
    await look('management bulk edited');
    await item(page, /berg/).click();
    await expect(box(page, 'SMTP')).toHaveAttribute('aria-disabled', 'true');
    await look('management domain');
    await treeOf(page).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await expect(dialogOf(page, 'Delete Accounts').getByRole('textbox')).toBeFocused();
    await look('management delete');
    expect(scene.shell.problems).toEqual([]);
    await scene.shell.close();
  });
}
