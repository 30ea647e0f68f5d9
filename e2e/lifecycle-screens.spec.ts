/** The screens of the license's life, in light and dark: axe finds nothing, and pictures are kept with the run. */
import { expect, type Page } from '@playwright/test';
import { csvFile } from './fixtures/account-files.ts';
import { expectAccessible } from './fixtures/axe.ts';
import type { ConsoleApp } from './fixtures/console.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, openLicense } from './fixtures/license-page.ts';
import { enterTrial, ownVendor } from './fixtures/own-license.ts';
import { setRememberedTimeBack } from './fixtures/stored-clock.ts';

const SIZES = [
  { width: 1100, height: 760 },
  { width: 800, height: 600 },
] as const;
const OTHER_MACHINE = JSON.stringify({ os: 'another', board: 'another', disk: 'another', install: 'another' });

/** Enough to enter it. */
const TRIAL_SECONDS = 12;

const PROGRAMS = {
  SEATKEEPER_SERVICES_MAIL_STOP: '["/bin/true"]',
  SEATKEEPER_SERVICES_MAIL_START: '["/bin/true"]',
  SEATKEEPER_SERVICES_MAIL_STATUS: '["/bin/echo", "active"]',
  SEATKEEPER_SERVICES_IM_STOP: '["/bin/true"]',
  SEATKEEPER_SERVICES_IM_START: '["/bin/sh", "-c", "echo cannot bind port 5222 >&2; exit 3"]',
  SEATKEEPER_SERVICES_IM_STATUS: '["/bin/false"]',
};

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in ${theme}`, () => {
    test.describe.configure({ mode: 'serial' });
    const own = ownVendor();
    let scene: Scene;
    let shell: ConsoleApp;
    let page: Page;

    test.beforeAll(async () => {
      test.setTimeout(120_000);
      scene = await openScene({ env: (vendor) => environment(vendor.env) });
      use(scene.shell);
      await scene.tool('import', 'accounts', scene.file('accounts.csv', csvFile(60)));
      await shell.choose(`theme-${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    });
    test.afterEach(() => expect(shell.problems.filter((text) => !text.startsWith('Failed to load'))).toEqual([]));
    test.afterAll(() => scene?.lab.close());

    const environment = (vendor: Readonly<Record<string, string>>) => ({
      ...vendor,
      ...PROGRAMS,
      SEATKEEPER_TRUSTED_KEYS: `${vendor.SEATKEEPER_TRUSTED_KEYS},${own.trustedKey}`,
    });
    function use(opened: ConsoleApp): void {
      shell = opened;
      page = opened.page;
    }
    async function restart(env: Readonly<Record<string, string>> = {}, meanwhile = (): void => {}): Promise<void> {
      await shell.close();
      meanwhile();
      use(await scene.lab.launchConsole({ env: { ...environment(scene.vendor.env), ...env } }));
      await expect(page.getByRole('region', { name: 'License', exact: true })).toBeVisible();
    }
    /** Pictures in both sizes; axe looks at the smaller one. */
    async function look(place: string): Promise<void> {
      for (const { width, height } of SIZES) {
        await shell.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setSize(w, h), [
          width,
          height,
        ] as const);
        await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
        await page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}-${theme}-${width}.png`) });
      }
      await expectAccessible(page, `${place}, ${theme}`);
    }
    const closeDialog = (name: string) =>
      dialogOf(page, name)
        .getByRole('button', { name: `Close ${name}` })
        .click();

    test('overview and timeline of an evaluation, of a license, and of one that cannot be validated', async () => {
      await expect(page.getByRole('list', { name: 'What comes next' }).getByRole('listitem')).toHaveCount(3);
      await look('overview evaluation');
      const license = await openLicense(shell);
      await license.getByRole('tab', { name: 'Timeline' }).click();
      await expect(license.getByRole('img', { name: /^Time line of the next 90 days/ })).toBeVisible();
      await look('timeline evaluation');
      await closeDialog('License');

      const order = await scene.vendor.order('communication=200,collaboration=60,im=40', {
        more: ['--trial-days', 'im=20'],
      });
      await scene.tool('activate', 'license', '--order', order);
      await openLicense(shell);
      await look('license');
      await license.getByRole('tab', { name: 'Timeline' }).click();
      await license.getByRole('radio', { name: '365 days' }).check({ force: true });
      await expect(license.getByRole('img', { name: /^Time line of the next 365 days/ })).toBeVisible();
      await look('timeline license');
      await scene.vendor.stop();
      await license.getByRole('button', { name: 'Validate Now' }).click();
      await expect(license.getByRole('alert')).toBeVisible();
      await look('validation failed');
      await closeDialog('License');
    });

    test('service status: programs, a start by hand that fails, what comes next', async () => {
      await shell.choose('service-status');
      const dialog = dialogOf(page, 'Service Status');
      await expect(dialog.getByRole('table', { name: 'Service programs' })).toBeVisible();
      await dialog.getByRole('button', { name: 'Start Instant Messaging…' }).click();
      const confirm = dialogOf(page, 'Start Instant Messaging');
      await look('start by hand');
      await confirm.getByRole('button', { name: 'Start', exact: true }).click();
      await expect(confirm.getByRole('alert')).toBeVisible();
      await look('start failed');
      await confirm.getByRole('button', { name: 'Close', exact: true }).click();
      await dialog.getByRole('button', { name: 'Output of the last program of Instant Messaging' }).click();
      await expect(dialog.getByText('cannot bind port 5222')).toBeVisible();
      await look('service status');
      await closeDialog('Service Status');
    });

    test('notices, logs, licensing server', async () => {
      await shell.choose('notices');
      const notices = dialogOf(page, 'Notices and Logs');
      await expect(notices.getByText(/No mail server is configured/)).toBeVisible();
      await look('notices');
      await notices.getByRole('tab', { name: 'Logs' }).click();
      await expect(notices.getByRole('grid', { name: 'Log lines' }).getByRole('row')).not.toHaveCount(1);
      await look('logs');
      await closeDialog('Notices and Logs');
      await shell.choose('licensing-server');
      const server = dialogOf(page, 'Licensing Server');
      await server.getByRole('radio', { name: 'This Proxy' }).check({ force: true });
      await look('licensing server');
      await server.getByRole('radio', { name: 'No Proxy' }).check({ force: true });
      await server.getByRole('button', { name: 'Test Connection' }).click();
      await expect(server.getByText('The licensing server was not reached.')).toBeVisible();
      await look('licensing server tested');
      await server.getByRole('button', { name: 'Cancel' }).click();
    });

    test('another computer; a clock that is not believed', async () => {
      await restart({ SEATKEEPER_MACHINE: OTHER_MACHINE });
      await expect(page.getByRole('alert').getByText('Reference ID Mismatch.')).toBeVisible();
      await look('mismatch');
      await restart({}, () => setRememberedTimeBack(shell.data, 40));
      await expect(page.getByText('Clock problem.', { exact: true })).toBeVisible();
      await look('clock problem');
      await page.getByRole('button', { name: 'Confirm Clock' }).click();
      await expect(dialogOf(page, 'Confirm Clock')).toBeVisible();
      await look('confirm clock');
      await page.keyboard.press('Escape');
      await openLicense(shell);
      await look('license clock problem');
    });

    test('Emergency Mode', async () => {
      await shell.close();
      const data = scene.lab.folder('short');
      use(await scene.lab.launchConsole({ data, env: environment(scene.vendor.env) }));
      await enterTrial(scene.lab, shell, own, TRIAL_SECONDS);
      await closeDialog('License');
      await expect(page.getByText('Emergency Mode.', { exact: true })).toBeVisible({ timeout: 40_000 });
      await look('emergency');
      await openLicense(shell);
      await dialogOf(page, 'License').getByRole('tab', { name: 'Timeline' }).click();
      await expect(dialogOf(page, 'License').getByRole('img', { name: /^Time line/ })).toBeVisible();
      await look('timeline emergency');
      await closeDialog('License');
      await shell.choose('service-status');
      await expect(dialogOf(page, 'Service Status').getByRole('table', { name: 'Service programs' })).toBeVisible();
      await look('service status emergency');
    });
  });
}
