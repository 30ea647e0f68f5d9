/** What the console shows and does of a license's life: on a real service and a real licensing server. */
import { expect, type Locator } from '@playwright/test';
import { describeError } from '../src/contract/errors.ts';
import type { Forecast } from '../src/contract/schemas-lifecycle.ts';
import { startTestSmtp, type TestSmtp } from '../src/vendor/smtp.testkit.ts';
import { csvFile } from './fixtures/account-files.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import { dialogOf, expectRefusal, faultsOf, openLicense } from './fixtures/license-page.ts';

test.describe('with a license', () => {
  test.describe.configure({ mode: 'serial' });
  let scene: Scene;
  let order = '';

  test.beforeAll(async () => {
    scene = await openScene({
      env: (vendor) => ({
        ...vendor.env,
        SEATKEEPER_SERVICES_IM_STATUS: JSON.stringify(['/usr/bin/test', '-e', `${vendor.folder}-im`]),
        SEATKEEPER_SERVICES_IM_START: JSON.stringify(['/usr/bin/touch', `${vendor.folder}-im`]),
        SEATKEEPER_SERVICES_IM_STOP: JSON.stringify(['/bin/sh', '-c', 'echo in use >&2; exit 4']),
      }),
    });
    await scene.tool('import', 'accounts', scene.file('accounts.csv', csvFile(40)));
    order = await scene.vendor.order('communication=200,im=40', { more: ['--trial-days', 'im=20'] });
    await scene.tool('activate', 'license', '--order', order);
  });
  test.afterEach(() => expect(faultsOf(scene.shell)).toEqual([]));
  test.afterAll(() => scene?.lab.close());
  const dialog = (name: string): Locator => dialogOf(scene.shell.page, name);
  async function look(place: string): Promise<void> {
    await scene.shell.page.screenshot({ path: test.info().outputPath(`${place.replaceAll(' ', '-')}.png`) });
    await expectAccessible(scene.shell.page, place);
  }
  const leave = (name: string) =>
    dialog(name)
      .getByRole('button', { name: `Close ${name}` })
      .click();

  test('INTERFACES 4: the Timeline is what tool forecast says, in a list and in a picture', async () => {
    const license = await openLicense(scene.shell);
    await license.getByRole('tab', { name: 'Timeline' }).click();
    const list = license.getByRole('list', { name: 'Forecast' });
    for (const days of ['30', '90', '365']) {
      await license.getByRole('radio', { name: `${days} days` }).check({ force: true });
      const told = JSON.parse(await scene.tool('forecast', '--days', days, '--json')) as Forecast;
      await expect(list.getByRole('listitem')).toHaveCount(told.events.length);
      const shown = await list.getByRole('listitem').evaluateAll((items) =>
        items.map((item) => ({
          at: item.querySelector('time')?.dateTime,
          title: item.querySelector('.title')?.textContent,
        })),
      );
      expect(shown).toEqual(told.events.map(({ at, title }) => ({ at, title })));
      expect(told.events.some(({ title }) => title === 'The trial of Instant Messaging ends')).toBe(true);
      await expect(
        license.getByRole('img', { name: new RegExp(`next ${days} days: ${shown.length} event`) }),
      ).toBeVisible();
    }
    await leave('License');
  });

  test('Validate Now fails with the reason and the next attempt, then succeeds: the serial rises', async () => {
    const { page } = scene.shell;
    const license = await openLicense(scene.shell);
    const { hostname, port } = new URL(scene.vendor.url);
    await scene.vendor.stop();
    await license.getByRole('button', { name: 'Validate Now' }).click();
    await expectRefusal(license, 'LICENSING_SERVER_UNREACHABLE', {
      host: hostname,
      port,
      detail: 'the connection was refused',
    });
    await expect(license.getByText(/^Next attempt: \d+ \w+ \d+, \d\d:\d\d\.$/)).toBeVisible();
    await leave('License');
    await openLicense(scene.shell);
    await expect(
      license.getByText(/^The last re-validation failed on .* cannot be reached .* Next attempt: /),
    ).toBeVisible();
    await expect(license.getByRole('alert'), 'it is no news any more').toHaveCount(0);
    await expect(license.getByText(/serial 1,/)).toBeVisible();

    await scene.lab.startVendorProcess('vendor', Number(port));
    await scene.shell.choose('validate-license');
    await expect(page.getByText(`The license was validated: order ${order}, serial 2.`)).toBeVisible();
    await expect(license.getByText(/serial 2,/)).toBeVisible();
    await expect(license.getByText(/The last re-validation failed/)).toHaveCount(0);
    await leave('License');
  });

  test('a log line comes in live, waits while paused, and is found by a filter', async () => {
    const { page } = scene.shell;
    await scene.shell.choose('notices');
    await dialog('Notices and Logs').getByRole('tab', { name: 'Logs' }).click();
    const log = dialog('Notices and Logs').getByRole('grid', { name: 'Log lines' });
    const newest = log.getByRole('row').nth(1);
    await expect(newest).toContainText(`order ${order}, serial 2.`);
    await scene.tool('validate', 'license');
    await expect(newest).toContainText(`order ${order}, serial 3.`);
    await expect(log.getByText(/serial 3\.$/), 'read and live are one').toHaveCount(1);

    await page.getByRole('button', { name: 'Pause' }).click();
    await scene.tool('validate', 'license');
    await expect(page.getByRole('button', { name: 'Show 1 New Line' })).toBeVisible();
    await look('log paused');
    await page.getByRole('button', { name: 'Show 1 New Line' }).click();
    await expect(newest).toContainText('serial 4.');
    await expect(page.getByRole('button', { name: 'Pause' }), 'live again').toBeVisible();

    await page.getByRole('searchbox', { name: 'Lines that hold' }).fill('WAS RE-validated');
    await expect(log.getByRole('row')).toHaveCount(4);
    await scene.tool('validate', 'license');
    await expect(log.getByRole('row'), 'what comes in is filtered too').toHaveCount(5);
    await leave('Notices and Logs');
  });

  test('a test mail without a mail server says so; with one it arrives, and stands among the notices', async () => {
    await scene.shell.choose('notices');
    const notices = dialog('Notices and Logs');
    const { message, next } = describeError('NOTICES_NOT_CONFIGURED');
    await expect(notices.getByRole('note')).toHaveText(`${message} ${next}`);
    await notices.getByRole('button', { name: 'Send Test Mail' }).click();
    await expect(notices.getByRole('alert')).toHaveText(`${message} ${next}`);
    await expect(notices.getByText(message), 'once in this dialog').toHaveCount(1);
    let smtp: TestSmtp | undefined;
    try {
      smtp = await startTestSmtp();
      await scene.tool('modify', 'system', 'C_Notice_Postmaster', 'post@berg.example', 'C_Notice_SMTP', smtp.url);
      await expect(notices.getByRole('note')).toHaveCount(0);
      await notices.getByRole('button', { name: 'Send Test Mail' }).click();
      await expect(notices.getByText(/^The mail server took the test mail for post@berg\.example/)).toBeVisible();
      const row = notices.getByRole('grid', { name: 'Notices' }).getByRole('row').nth(1);
      await expect(row).toContainText('Sent');
      await expect(row).toContainText('test mail');
      const whole = notices.getByRole('region', { name: 'Notice in full' });
      await expect(whole).toContainText('Nothing needs to be done.');
      await expect(whole).toContainText(/post@berg\.example: Sent \d/);
      await look('a notice that was sent');
      expect(smtp.messages.some((mail) => mail.includes('post@berg.example'))).toBe(true);
      await notices.getByRole('radio', { name: 'Failed' }).check({ force: true });
      await expect(notices.getByText('No notice.')).toBeVisible();
    } finally {
      await scene.tool('modify', 'system', 'C_Notice_SMTP', '');
      await smtp?.close();
    }
    await leave('Notices and Logs');
  });

  test('Licensing Server…: the test says which step fails; what is saved is used; empty is as configured', async () => {
    const open = async (): Promise<Locator> => {
      await scene.shell.choose('licensing-server');
      await expect(dialog('Licensing Server').getByLabel('Address', { exact: true })).toBeVisible();
      return dialog('Licensing Server');
    };
    const states = (server: Locator) =>
      server
        .getByRole('list', { name: 'Connection test' })
        .getByRole('img')
        .evaluateAll((all) => all.map((icon) => icon.textContent));
    const server = await open();
    await expect(server.getByLabel('Address', { exact: true })).toHaveValue(scene.vendor.url);
    await server.getByRole('radio', { name: 'No Proxy' }).check({ force: true });
    await server.getByRole('button', { name: 'Test Connection' }).click();
    await expect(server.getByRole('status')).toHaveText('The licensing server answers.');
    expect(await states(server)).toEqual(['Passed', 'Passed', 'Passed', 'Passed']);
    await server.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9/');
    await expect(server.getByRole('status'), 'it was another address').toHaveText('');
    await server.getByRole('button', { name: 'Test Connection' }).click();
    await expect(server.getByRole('status')).toHaveText('The licensing server was not reached.');
    expect(await states(server)).toEqual(['Passed', 'Failed', 'Not reached', 'Not reached']);
    await server.getByRole('button', { name: 'Save' }).click();
    await expect(server).toBeHidden();
    expect(await scene.tool('display', 'system', 'C_LicensingServer')).toContain('http://127.0.0.1:9\n');
    expect(await scene.tool('display', 'system', 'C_LicensingProxy')).toContain('direct');

    await open();
    await server.getByLabel('Address', { exact: true }).fill('ftp://nowhere');
    await server.getByRole('button', { name: 'Save' }).click();
    await expect(server.getByRole('alert')).toContainText('C_LicensingServer');
    await server.getByLabel('Address', { exact: true }).fill('');
    await server.getByRole('button', { name: 'Save' }).click();
    await expect(server).toBeHidden();
    expect(await scene.tool('display', 'system', 'C_LicensingServer')).toContain(scene.vendor.url);
  });

  test('Service Status…: start and stop by hand, with what the programs said', async () => {
    await scene.shell.choose('service-status');
    const status = dialog('Service Status');
    const row = status.getByRole('row', { name: /^Instant Messaging/ });
    await expect(row).toContainText('stopped');
    await row.getByRole('button', { name: 'Start Instant Messaging…' }).click();
    await expect(dialog('Start Instant Messaging')).toContainText('as soon as it runs');
    await dialog('Start Instant Messaging').getByRole('button', { name: 'Start', exact: true }).click();
    await expect(row).toContainText('running');
    await expect(row).toContainText('Start done');
    await row.getByRole('button', { name: 'Stop Instant Messaging…' }).click();
    const stop = dialog('Stop Instant Messaging');
    await stop.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(stop.getByRole('alert')).toContainText('exit code 4');
    await stop.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(row, 'a program that fails stops nothing').toContainText('running');
    await row.getByRole('button', { name: 'Output of the last program of Instant Messaging' }).click();
    await expect(status.getByText('in use', { exact: true })).toBeVisible();
    await status.getByRole('button', { name: 'Timeline…' }).click();
    await expect(dialog('License').getByRole('tab', { name: 'Timeline' })).toHaveAttribute('aria-selected', 'true');
    await leave('License');
  });
});
