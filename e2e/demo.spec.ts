/** `--demo`: a server to look around in, with a licensing server of its own. */
import { existsSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { DEMO_ACCOUNTS, DEMO_DOMAINS } from '../src/cli/demo-accounts.ts';
import { test } from './fixtures/lab.ts';

interface Answer {
  readonly json: Record<string, unknown> & {
    readonly groups: readonly { id: string; exceeded: boolean; recommended: readonly string[] }[];
  };
}
const call = (page: Page, path: string, input?: unknown): Promise<Answer> =>
  page.evaluate(
    async ([procedure, json]) => {
      const headers = { 'content-type': 'application/json', 'x-csrf-token': 'orpc' };
      const response = await fetch(`/rpc/${procedure}`, { method: 'POST', headers, body: JSON.stringify({ json }) });
      return response.json();
    },
    [path, input] as const,
  );

test('the console’s demonstration has a license in force, and an order that mends what it shows', async ({ lab }) => {
  const shell = await lab.launchConsole({ args: ['--demo'] });
  const { page } = shell;
  expect((await call(page, 'system/about')).json).toMatchObject({ demo: true, host: 'console' });
  expect((await call(page, 'accounts/summary')).json).toMatchObject({
    accounts: DEMO_ACCOUNTS,
    domains: Object.keys(DEMO_DOMAINS).length,
  });
  const license = async () => (await call(page, 'license/read')).json;
  const rowOf = async (id: string) => (await license()).groups.find((group) => group.id === id);
  expect(await license()).toMatchObject({ information: { status: 'OK', phase: 'ok', type: 'full' } });
  expect(await rowOf('collaboration')).toMatchObject({ exceeded: true });
  expect(await rowOf('mobile')).toMatchObject({ exceeded: false, recommended: ['Add Users'] });
  expect(await rowOf('desktop')).toMatchObject({ recommended: ['Renew License'] });

  const [variable] = (await call(page, 'system/variables', { name: 'C_DemoOrder' })).json as unknown as {
    value: string;
  }[];
  const order = variable?.value;
  const offer = page.getByText('An order is ready to be activated');
  await expect(offer).toContainText(String(order));
  const { json: pending } = await call(page, 'license/requestOnline', { orderId: order });
  await call(page, 'license/apply', { pendingId: pending.pendingId });
  expect(await rowOf('collaboration')).toMatchObject({ exceeded: false, recommended: [] });

  await expect(offer, 'it is in force: nothing more to offer').toHaveCount(0);

  expect(existsSync(shell.data), 'the real data folder is not touched').toBe(false);
  await shell.close();
});

test('the console starts again on a demonstration when the page asks for it', async ({ lab }) => {
  const shell = await lab.launchConsole({ preferences: { warnOnStop: true } });
  await shell.app.evaluate(({ app }) => {
    app.relaunch = (options) => console.log(`relaunched with ${JSON.stringify(options?.args)}`);
  });
  const ended = new Promise((resolve) => shell.process.once('exit', resolve));
  await shell.page.evaluate(() => window.seatkeeper?.invoke('demo:start')).catch(() => {});
  expect(await ended).toBe(0);
  expect(shell.output()).toMatch(/relaunched with \[.*"--demo"\]/);
});
