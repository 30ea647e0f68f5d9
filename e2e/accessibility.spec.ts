/** Every screen of the main job, in light and dark: axe finds nothing, and a picture is kept with the run. */
import { expect, type Page } from '@playwright/test';
import { csvFile } from './fixtures/account-files.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import {
  applyPreview,
  chooseFrom,
  dialogOf,
  openLicense,
  requestOnline,
  rowOf,
  tryImport,
} from './fixtures/license-page.ts';

const themes = ['light', 'dark'] as const;

for (const theme of themes) {
  test.describe(`in ${theme}`, () => {
    test.describe.configure({ mode: 'serial' });
    let scene: Scene;
    let page: Page;
    test.beforeAll(async () => {
      scene = await openScene();
      page = scene.shell.page;
      await scene.shell.choose(`theme-${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    });
    test.afterAll(() => scene?.lab.close());

    /** Looks at the window as it is now, and keeps its picture. */
    async function look(place: string): Promise<void> {
      await page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}-${theme}.png`) });
      await expectAccessible(page, `${place}, ${theme}`);
    }
    const cancel = (dialog: string) => dialogOf(page, dialog).getByRole('button', { name: 'Cancel' }).click();

    test('first run, menu of commands, documentation, about', async () => {
      await expect(page.getByRole('heading', { name: 'Welcome to Seatkeeper' })).toBeVisible();
      await look('first run');
      await scene.shell.choose('command-palette');
      await expect(dialogOf(page, 'Command palette')).toBeVisible();
      await look('command palette');
      await page.keyboard.press('Escape');
      for (const id of ['documentation', 'about'] as const) {
        await scene.shell.choose(id);
        await expect(page.getByRole('dialog')).toBeVisible();
        await look(id);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });

    test('import: choice, trial run, result', async () => {
      await scene.shell.choose('import-accounts');
      await expect(dialogOf(page, 'Import Accounts')).toBeVisible();
      await look('import');
      const dialog = await tryImport(page, scene.file('accounts.csv', `${csvFile(120)}nobody,x\n`));
      await expect(dialog.getByRole('button', { name: 'Import 120 Accounts' })).toBeFocused();
      await look('import trial run');
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('status')).toContainText('Imported');
      await look('import done');
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await expect(dialog).toBeHidden();
    });

    test('activation: order, refusal, file, way to the file, preview', async () => {
      const order = await scene.vendor.order('communication=200,collaboration=60,im=40');
      const license = await openLicense(scene.shell);
      await look('license evaluation');
      await requestOnline(license, '0000-0000-0000');
      await expect(dialogOf(page, 'Online Activation').getByRole('alert')).toBeVisible();
      await look('online activation refused');
      await cancel('Online Activation');
      await chooseFrom(license, 'Activate License', 'Enter License Offline…');
      await look('enter license offline');
      await cancel('Enter License Offline');
      await chooseFrom(license, 'Activate License', 'Retrieve License…');
      await look('retrieve license');
      await cancel('Retrieve License');
      await requestOnline(license, order);
      await expect(dialogOf(page, 'Apply License')).toBeVisible();
      await look('preview');
      await applyPreview(page);
      await expect(license.getByTestId('license-status')).toHaveText('OK');
    });

    test('the License dialog, its menus, a group open, accounts, support; the overview', async () => {
      const license = dialogOf(page, 'License');
      await page.getByRole('region', { name: 'Notice' }).getByRole('button', { name: 'Close' }).click();
      await look('license');
      await license.getByRole('button', { name: 'Manage License' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await look('manage license');
      await page.keyboard.press('Escape');
      await rowOf(license, 'Collaboration').getByRole('rowheader').click();
      await page.keyboard.press('ArrowRight');
      await expect(rowOf(license, 'GroupWare')).toBeVisible();
      await look('license group open');
      await rowOf(license, 'Collaboration').getByRole('rowheader').dblclick();
      const accounts = dialogOf(page, 'Accounts of Collaboration');
      await expect(accounts.getByRole('region', { name: 'Why' })).toContainText('@berg.example');
      await look('accounts');
      await page.keyboard.press('Escape');
      await expect(accounts).toBeHidden();
      await license.getByRole('button', { name: 'Request Support' }).click();
      await look('support');
      await cancel('Request Support');
      await license.getByRole('button', { name: 'Close License' }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(page.getByRole('region', { name: 'Seats' })).toBeVisible();
      await look('overview');
      expect(scene.shell.problems.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    });
  });
}
