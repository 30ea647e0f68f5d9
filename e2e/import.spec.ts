/** File > Import Accounts… with what servers really hold: every format, broken lines, broken files, the same file again. */
import { expect, type Locator } from '@playwright/test';
import { DOVECOT_USERS } from './fixtures/account-files.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, faultsOf, importCounts, tryImport } from './fixtures/license-page.ts';

const LDIF = `version: 1

dn: cn=Ute Linde,ou=people,dc=linde,dc=example
objectClass: inetOrgPerson
cn: Ute Linde
mail: ute@linde.example

dn: cn=Uwe Linde,ou=people,dc=linde,dc=example
objectClass: inetOrgPerson
cn:: VXdlIEzDtndl
mail: uwe@linde.example
`;
const VIRTUAL_MAILBOX = `# virtual_mailbox_maps
ole@esche.example   esche.example/ole/
ina@esche.example   esche.example/ina/
`;

test.describe('formats and faults', () => {
  let scene: Scene;
  let dialog: Locator;
  test.beforeAll(async () => {
    scene = await openScene();
  });
  test.beforeEach(async () => {
    await scene.shell.choose('import-accounts');
    dialog = dialogOf(scene.shell.page, 'Import Accounts');
    await expect(dialog).toBeVisible();
  });
  test.afterEach(async () => {
    await scene.shell.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(faultsOf(scene.shell)).toEqual([]);
  });
  test.afterAll(() => scene?.lab.close());

  const accounts = async (): Promise<number> => {
    const { code, stdout } = await scene.lab.runTool(['display', 'account', '*@*', '--json']);
    return code === 3 ? 0 : (JSON.parse(stdout) as unknown[]).length;
  };
  async function expectTrial(format: string, created: number, skipped = 0): Promise<void> {
    await expect(dialog.getByRole('status')).toContainText(`of format ${format} read`);
    expect(await importCounts(dialog)).toMatchObject({
      'would be created': String(created),
      skipped: String(skipped),
    });
  }

  test('the format is told from the file', async () => {
    for (const [name, text, format, created] of [
      ['users', DOVECOT_USERS, 'dovecot', 6],
      ['people.ldif', LDIF, 'ldif', 2],
      ['vmailbox', VIRTUAL_MAILBOX, 'postfix', 2],
      ['windows.csv', '\ufeffaddress;name\r\nute@linde.example;"Linde; Ute"\r\n', 'csv', 1],
    ] as const) {
      await tryImport(scene.shell.page, scene.file(name, text));
      await expectTrial(format, created);
      await dialog.getByRole('button', { name: 'Choose Another File' }).click();
    }
    expect(await accounts(), 'four trial runs changed nothing').toBe(0);
  });

  test('a format that is told by the person is taken', async () => {
    await dialog.getByLabel('Format').selectOption('Dovecot passwd-file');
    await tryImport(scene.shell.page, scene.file('users', 'kai@esche.example:x\n'));
    await expectTrial('dovecot', 1);
  });

  test('lines that cannot be imported are listed with number and reason', async () => {
    const text = 'address,type\ngood@esche.example,0\nno-at-sign,0\ntwice@esche.example,0\nbad@esche.example,99\n';
    await tryImport(scene.shell.page, scene.file('faults.csv', text));
    await expectTrial('csv', 2, 2);
    const rows = dialog.getByRole('grid', { name: 'Skipped lines' }).getByRole('row');
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(1).getByRole('gridcell').first()).toHaveText('3');
    await expect(rows.nth(2).getByRole('gridcell').first()).toHaveText('5');
    await expect(rows.nth(2)).toContainText('type takes');
  });

  test('a file that cannot be read is refused once, with what to do, and changes nothing', async () => {
    for (const [text, words] of [
      ['name,type\nAda,0\n', 'The format of the file cannot be told.'],
      ['', 'The file cannot be imported: it is empty.'],
      ['address,shoe size\na@esche.example,44\n', 'the column “shoe size” is not known'],
    ] as const) {
      await tryImport(scene.shell.page, scene.file('broken', text));
      await expect(dialog.getByRole('alert')).toContainText(words);
      await expect(scene.shell.page.getByText(words)).toHaveCount(1);
      await expect(dialog.getByRole('button', { name: 'Choose File…' })).toBeVisible();
    }
    expect(await accounts()).toBe(0);
  });

  test('the same file again updates, and never doubles', async () => {
    const file = scene.file('users', DOVECOT_USERS);
    await tryImport(scene.shell.page, file);
    await dialog.getByRole('button', { name: 'Import 6 Accounts' }).click();
    await expect(dialog.getByRole('status')).toContainText('Imported');
    await dialog.getByRole('button', { name: 'Choose Another File' }).click();
    await tryImport(scene.shell.page, file);
    await expect.poll(() => importCounts(dialog)).toMatchObject({ 'would be created': '0', unchanged: '6' });
    await expect(dialog.getByRole('button', { name: /^Import \d/ }), 'nothing to do').toHaveCount(0);
    await dialog.getByRole('button', { name: 'Choose Another File' }).click();
    await tryImport(scene.shell.page, scene.file('users', DOVECOT_USERS.replace('Bert Birke', 'Bert Eiche')));
    await expect.poll(() => importCounts(dialog)).toMatchObject({ 'would be updated': '1', unchanged: '5' });
    await dialog.getByRole('button', { name: 'Import 1 Account' }).click();
    await expect(dialog.getByRole('status')).toContainText('Imported');
    expect(await accounts()).toBe(6);
    expect(await scene.tool('display', 'account', 'bert@birke.example', 'U_Name')).toContain('Bert Eiche');
  });
});
