/** DESIGN 4: one writer per data folder. The console hosts, attaches, yields; it ends in order or says why not. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type ConsoleApp, runShell } from './fixtures/console.ts';
import { test } from './fixtures/lab.ts';

/** Calls a procedure as the page does. */
const call = (page: Page, path: string, input?: unknown): Promise<{ status: number; value: unknown }> =>
  page.evaluate(
    async ([procedure, json]) => {
      const headers = { 'content-type': 'application/json', 'x-csrf-token': 'orpc' };
      const response = await fetch(`/rpc/${procedure}`, { method: 'POST', headers, body: JSON.stringify({ json }) });
      const body = (await response.json()) as { json: unknown };
      return { status: response.status, value: body.json };
    },
    [path, input] as const,
  );

const hostOf = async ({ page }: ConsoleApp): Promise<unknown> =>
  ((await call(page, 'system/about')).value as { host?: unknown }).host;
const createDomain = (page: Page, name: string) => call(page, 'domains/create', { name });

test('hosts the service, and everything is there again after a restart', async ({ lab }) => {
  const first = await lab.launchConsole();
  expect(await hostOf(first)).toBe('console');
  expect((await createDomain(first.page, 'kept.example')).status).toBe(200);
  await first.page.evaluate(() => localStorage.setItem('remembered', 'yes'));
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 900, height: 640 }),
  );
  const tool = await lab.runTool(['display', 'domain', '*', '--json']);
  expect(JSON.parse(tool.stdout)).toMatchObject([{ name: 'kept.example' }]);
  await first.close();

  const second = await lab.launchConsole();
  expect((await call(second.page, 'domains/list', {})).value).toMatchObject({ rows: [{ name: 'kept.example' }] });
  expect(await second.page.evaluate(() => localStorage.getItem('remembered'))).toBe('yes');
  const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toEqual({ x: 60, y: 40, width: 900, height: 640 });
  await second.close();
});

test('attaches to a daemon, and leaves it running', async ({ lab }) => {
  const daemon = await lab.startServiceProcess();
  const shell = await lab.launchConsole();
  expect(await hostOf(shell)).toBe('daemon');
  expect((await createDomain(shell.page, 'attached.example')).status).toBe(200);
  await shell.close();
  const tool = await lab.runTool(['display', 'domain', '*', '--json']);
  expect(JSON.parse(tool.stdout)).toMatchObject([{ name: 'attached.example' }]);
  await daemon.stop();
});

test('yields to a daemon, follows it, and hosts again when it is gone', async ({ lab }) => {
  const shell = await lab.launchConsole();
  await createDomain(shell.page, 'before.example');
  const events = shell.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': 'orpc' };
    const response = await fetch('/rpc/events/watch', { method: 'POST', headers, body: '{}' });
    return await new Response(response.body).text().catch((error: unknown) => String(error));
  });
  const daemon = await lab.startServiceProcess();
  expect(await events).toContain('hello');
  await expect.poll(() => hostOf(shell)).toBe('daemon');
  expect((await call(shell.page, 'domains/list', {})).value).toMatchObject({ rows: [{ name: 'before.example' }] });
  await createDomain(shell.page, 'during.example');
  await daemon.stop();
  await expect.poll(() => hostOf(shell)).toBe('console');
  const { value } = await call(shell.page, 'domains/list', {});
  expect(value).toMatchObject({ rows: [{ name: 'before.example' }, { name: 'during.example' }] });
  await shell.close();
});

test('closing a console that hosts asks first; the answer is remembered', async ({ lab }) => {
  const shell = await lab.launchConsole({ preferences: { warnOnStop: true } });
  const answer = (response: number, checkboxChecked: boolean) =>
    shell.app.evaluate(
      ({ dialog }, given) => {
        const asked: string[] = [];
        Object.assign(globalThis, { asked });
        dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
          asked.push(options.message);
          return given;
        }) as typeof dialog.showMessageBox;
      },
      { response, checkboxChecked },
    );
  const asked = () => shell.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  const closeWindow = () => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

  await answer(1, true);
  await closeWindow();
  await expect.poll(asked).toEqual(['The control service stops with this console.']);
  expect(await hostOf(shell)).toBe('console');

  await answer(0, true);
  const ended = shell.app.waitForEvent('close');
  await closeWindow().catch(() => {});
  await ended;
  expect(JSON.parse(readFileSync(join(shell.userData, 'preferences.json'), 'utf8'))).toMatchObject({
    warnOnStop: false,
  });
  expect((await lab.runTool(['display', 'domain', '*'])).code).toBe(6);
});

test('a second console of the same person shows the first one’s window', async ({ lab }) => {
  const shell = await lab.launchConsole();
  const shown = shell.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => BrowserWindow.getAllWindows()[0]?.once('show', () => resolve('shown'))),
  );
  const { code } = await runShell({ data: shell.data, userData: shell.userData });
  expect(code).toBe(0);
  expect(await shown).toBe('shown');
  await shell.close();
});

test('a data folder that cannot be used is explained, and nothing opens', async ({ lab }) => {
  const file = lab.folder('a-file');
  writeFileSync(file, '');
  const { code, output } = await runShell({ data: join(file, 'data'), userData: lab.folder('user') });
  expect(output).toMatch(/Seatkeeper cannot start: The data folder .* cannot be written/);
  expect(code).toBe(1);
});

test('a mistake in seatkeeper.toml is named, and nothing opens', async ({ lab }) => {
  const data = lab.folder('data');
  mkdirSync(data);
  writeFileSync(join(data, 'seatkeeper.toml'), '[listen]\nhttp = "0.0.0.0:80"\n');
  const { code, output } = await runShell({ data, userData: lab.folder('user'), env: { SEATKEEPER_HTTP: '' } });
  expect(output).toMatch(/Seatkeeper cannot start: .*seatkeeper\.toml cannot be used/);
  expect(code).toBe(1);
});

test('SIGTERM ends the console and its service in order', async ({ lab }) => {
  const shell = await lab.launchConsole({ preferences: { warnOnStop: true } });
  const ended = new Promise((resolve) => shell.process.once('exit', (code) => resolve(code)));
  shell.process.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(join(shell.data, 'service.json'))).toBe(false);
});
