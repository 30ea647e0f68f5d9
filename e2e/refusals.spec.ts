/** LICENSING 4: every refusal has its own words and next step, is shown once where it belongs, and changes nothing. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, type Locator } from '@playwright/test';
import { describeError } from '../src/contract/errors.ts';
import { signLicense } from '../src/core/license/build.ts';
import type { LicenseDocument } from '../src/core/license/document.ts';
import { generateSigningKey, signerOf } from '../src/platform/crypto.ts';
import { openScene, type Scene } from './fixtures/console-scene.ts';
import { test } from './fixtures/lab.ts';
import {
  applyPreview,
  chooseFrom,
  dialogOf,
  expectRefusal,
  faultsOf,
  openLicense,
  requestOnline,
} from './fixtures/license-page.ts';
import { activateElsewhere, licenseFile, otherMachine } from './fixtures/other-machines.ts';
import { nextYear, startVendor } from './fixtures/vendor.ts';

const SEATS = 'communication=250';
const DAY_MS = 86_400_000;

/** Signs what no licensing server would issue; the console under test trusts it. */
const signer = generateSigningKey();
const SIGNER_ID = 'e2e';
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().replace(/\.\d+Z/, 'Z');

function oldTrial(referenceId: string, orderId: string): { xml: string; expires: string } {
  const expires = ago(2);
  const document: LicenseDocument = {
    id: '7d1c9f8e-0000-4000-8000-00000000e2e0',
    serial: 1,
    type: 'trial',
    structure: 'category',
    issued: ago(32),
    expires,
    order: { id: orderId, previous: '' },
    holder: { name: 'Ada Berg', company: '', email: 'ada@berg.example', address: '' },
    machine: { reference: referenceId },
    revalidation: { everyDays: 30, graceDays: 7 },
    items: [{ group: 'communication', seats: 5, renewal: nextYear(), metric: 'accounts', overuse: 'trial' }],
  };
  return { xml: signLicense(document, SIGNER_ID, signerOf(signer.privateKey)), expires };
}

test.describe('a license is in force, and stays', () => {
  let scene: Scene;
  let dialog: Locator;
  let before: unknown;
  let documentBefore: string;
  /** Of the same order, issued before. */
  let older: string;
  const documentNow = () => scene.tool('display', 'system', 'C_License_XML');

  test.beforeAll(async () => {
    scene = await openScene({
      env: ({ env }) => ({
        ...env,
        SEATKEEPER_TRUSTED_KEYS: `${env.SEATKEEPER_TRUSTED_KEYS},${SIGNER_ID}:${signer.publicKey}`,
      }),
    });
    const order = await scene.vendor.order('communication=40,im=7');
    older = await licenseFile(scene.vendor, order, await scene.referenceId());
    await scene.tool('activate', 'license', '--order', order);
    await scene.tool('create', 'domain', 'berg.example');
    await scene.tool('create', 'account', 'ada@berg.example');
    dialog = await openLicense(scene.shell);
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
    before = await scene.license();
    documentBefore = await documentNow();
  });
  test.afterEach(async () => {
    expect(await scene.license(), 'nothing has changed').toEqual(before);
    expect(await documentNow()).toBe(documentBefore);
    expect(faultsOf(scene.shell)).toEqual([]);
  });
  test.afterAll(() => scene?.lab.close());

  /** Dismisses a refusal: the License dialog is there as before. */
  async function dismiss(refused: Locator): Promise<void> {
    await refused.getByRole('button', { name: 'Cancel' }).click();
    await expect(refused).toBeHidden();
    await expect(dialog.getByTestId('license-status')).toHaveText('OK');
    await expect(scene.shell.page.getByRole('alert')).toHaveCount(0);
  }

  test('a misspelled order is told while typing, without the network', async () => {
    const order = await scene.vendor.order(SEATS);
    const wrong = order.slice(0, -1) + (order.endsWith('7') ? '8' : '7');
    const refused = await requestOnline(dialog, wrong);
    await expectRefusal(refused, 'ORDER_ID_MISSPELLED', { orderId: wrong });
    await expect(refused.getByLabel('Order ID')).toBeFocused();
    await refused.getByLabel('Order ID').fill(order);
    await expect(refused.getByRole('alert'), 'gone as soon as it is mended').toHaveCount(0);
    await dismiss(refused);
  });

  test('an order that nobody knows', async () => {
    const refused = await requestOnline(dialog, '0000-0000-0000');
    await expectRefusal(refused, 'ORDER_UNKNOWN', { orderId: '0000-0000-0000' });
    await dismiss(refused);
  });

  test('an order that waits; once authorized, the same window goes on', async () => {
    const order = await scene.vendor.order(SEATS, { authorize: false });
    const refused = await requestOnline(dialog, order);
    await expectRefusal(refused, 'ORDER_NOT_AUTHORIZED', { orderId: order });
    await scene.vendor.operate('order', 'authorize', order);
    await refused.getByRole('button', { name: 'Activate License' }).click();
    const preview = dialogOf(scene.shell.page, 'Apply License');
    await expect(preview).toContainText(`Order ${order}`);
    await dismiss(preview);
  });

  test('an order that the vendor blocked', async () => {
    const order = await scene.vendor.order(SEATS);
    await scene.vendor.operate('order', 'block', order);
    const refused = await requestOnline(dialog, order);
    await expectRefusal(refused, 'LICENSE_BLOCKED', { orderId: order });
    await dismiss(refused);
  });

  test('an order that extends one which is not in force here', async () => {
    const previous = await scene.vendor.order(SEATS);
    const order = await scene.vendor.order(SEATS, { more: ['--previous', previous] });
    const refused = await requestOnline(dialog, order);
    await expectRefusal(refused, 'LICENSE_PREVIOUS_REQUIRED', { previous });
    await dismiss(refused);
  });

  test('a fourth computer', async () => {
    const order = await scene.vendor.order(SEATS);
    for (const n of [1, 2, 3]) await activateElsewhere(scene.vendor, order, n);
    const refused = await requestOnline(dialog, order);
    await expectRefusal(refused, 'ACTIVATIONS_EXCEEDED', { machines: 3, limit: 3 });
    await dismiss(refused);
    expect(await scene.vendor.operate('order', 'show', order)).not.toContain(await scene.referenceId());
  });

  test.describe('files', () => {
    async function enter(name: string, xml: string): Promise<Locator> {
      await scene.shell.answerOpenDialog(scene.file(name, xml));
      await chooseFrom(dialog, 'Activate License', 'Enter License Offline…');
      const entered = dialogOf(scene.shell.page, 'Enter License Offline');
      await entered.getByRole('button', { name: 'Enter License File…' }).click();
      return entered;
    }

    test('issued for another computer', async () => {
      const xml = await licenseFile(scene.vendor, await scene.vendor.order(SEATS), otherMachine(1));
      const refused = await enter('wrong-machine.xml', xml);
      const actual = await scene.referenceId();
      await expectRefusal(refused, 'LICENSE_WRONG_MACHINE', { licensed: otherMachine(1), actual });
      await dismiss(refused);
    });

    test('changed by hand', async () => {
      const xml = await licenseFile(scene.vendor, await scene.vendor.order(SEATS), await scene.referenceId());
      const refused = await enter('tampered.xml', xml.replace('seats="250"', 'seats="950"'));
      await expectRefusal(refused, 'LICENSE_SIGNATURE_INVALID', {});
      await dismiss(refused);
    });

    test('a trial that has expired', async () => {
      const { xml } = oldTrial(await scene.referenceId(), await scene.vendor.order(SEATS));
      const refused = await enter('expired.xml', xml);
      await expect(refused.getByRole('alert')).toHaveAttribute('data-code', 'LICENSE_EXPIRED');
      await expect(refused.getByRole('alert')).toContainText(/^The license expired at \d.*\. Purchase a license/);
      await expect(scene.shell.page.getByText('The license expired at')).toHaveCount(1);
      await dismiss(refused);
    });

    test('older than the one in force', async () => {
      const refused = await enter('older.xml', older);
      await expectRefusal(refused, 'LICENSE_SUPERSEDED', { current: 2, serial: 1 });
      await dismiss(refused);
    });

    test('the one that is in force already: nothing would change', async () => {
      const file = scene.lab.folder('exported.xml');
      await scene.tool('export', 'license', file);
      await enter('same.xml', readFileSync(file, 'utf8'));
      const preview = dialogOf(scene.shell.page, 'Apply License');
      await expect(preview).toContainText('This document is in force already.');
      await dismiss(preview);
    });

    test('no license at all, and one that is too large to be one', async () => {
      const refused = await enter('page.xml', '<!doctype html><title>Sign in</title>');
      const alert = refused.getByRole('alert');
      await expect(alert).toHaveAttribute('data-code', 'LICENSE_MALFORMED');
      await expect(alert).toContainText(describeError('LICENSE_MALFORMED').next);
      await scene.shell.answerOpenDialog(scene.file('large.xml', 'x'.repeat(65_537)));
      await refused.getByRole('button', { name: 'Enter License File…' }).click();
      await expectRefusal(refused, 'LICENSE_MALFORMED', { detail: 'it is larger than 64 KiB' });
      await dismiss(refused);
    });
  });
});

test('a licensing server that is down, and a captive portal in its place; then it answers again', async ({ lab }) => {
  const vendor = await lab.startVendorProcess();
  const order = await vendor.order(SEATS);
  const shell = await lab.launchConsole({ env: vendor.env });
  const license = await openLicense(shell);
  const now = async () => (await lab.runTool(['display', 'license', '--json'])).stdout;
  const before = await now();
  const { hostname: host, port } = new URL(vendor.url);

  await vendor.stop();
  const refused = await requestOnline(license, order);
  const alert = refused.getByRole('alert');
  await expect(alert).toHaveAttribute('data-code', 'LICENSING_SERVER_UNREACHABLE');
  await expect(alert).toContainText(`The licensing server at ${host} port ${port} cannot be reached (`);
  await expect(alert).toContainText(
    `Allow outgoing connections to ${host} port ${port}, or enter a license file offline.`,
  );
  await expect(shell.page.getByText('cannot be reached')).toHaveCount(1);

  const portal = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Hotel Wi-Fi</title>');
  });
  await new Promise<void>((resolve) => portal.listen(Number(port), host, resolve));
  const again = refused.getByRole('button', { name: 'Activate License' });
  await again.click();
  await expect(alert).toHaveAttribute('data-code', 'NOT_THE_LICENSING_SERVER');
  await expect(alert).toContainText(describeError('NOT_THE_LICENSING_SERVER').next);
  portal.closeAllConnections();
  await new Promise((resolve) => portal.close(resolve));
  expect(await now(), 'nothing has changed').toBe(before);

  const back = await startVendor(vendor.folder, Number(port));
  try {
    await again.click();
    await applyPreview(shell.page);
    await expect(license.getByTestId('license-status')).toHaveText('OK');
    expect(faultsOf(shell)).toEqual([]);
    await shell.close();
  } finally {
    await back.stop();
  }
});
