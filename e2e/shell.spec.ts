/** The desktop shell: what it lets the page do, and what not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { ACTIONS } from '../src/contract/actions.ts';
import type { ConsoleApp } from './fixtures/console.ts';
import { createLab, type Lab, test } from './fixtures/lab.ts';

test.describe('one console', () => {
  let lab: Lab;
  let shell: ConsoleApp;
  test.beforeAll(async () => {
    lab = createLab();
    shell = await lab.launchConsole();
  });
  test.afterAll(() => lab.close());

  test('the page has the bridge, frozen, and nothing of Node or Electron', async () => {
    const seen = await shell.page.evaluate(() => {
      const world = globalThis as unknown as Record<string, unknown>;
      const attempt = (work: () => unknown): boolean => {
        try {
          work();
          return true;
        } catch {
          return false;
        }
      };
      return {
        globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in world),
        members: Object.keys(window.seatkeeper ?? {}).sort(),
        frozen: Object.isFrozen(window.seatkeeper),
        replaced: attempt(() => Object.defineProperty(window, 'seatkeeper', { value: {} })),
        secure: isSecureContext,
      };
    });
    expect(seen).toEqual({
      globals: [],
      members: ['invoke', 'onAction', 'platform'],
      frozen: true,
      replaced: false,
      secure: true,
    });
  });

  test('the bridge refuses what its types do not allow', async () => {
    const answers = await shell.page.evaluate(async () => {
      const call = window.seatkeeper?.invoke as (...args: unknown[]) => Promise<{ ok: boolean; code?: string }>;
      const code = async (...args: unknown[]) => {
        const answer = await call(...args).catch(() => ({ ok: false, code: 'REJECTED' }));
        return answer.ok ? 'ok' : answer.code;
      };
      return [
        await code('link:open', 'file:///etc/passwd'),
        await code('link:open', 7),
        await code('file:save-text', '../x', 'y'),
        await code('file:open-license', '/etc/passwd'),
        await code('no:such-channel'),
        await code('clipboard:write', 'SK1-0000'),
      ];
    });
    expect(answers).toEqual(['INPUT_INVALID', 'INPUT_INVALID', 'INPUT_INVALID', 'INPUT_INVALID', 'REJECTED', 'ok']);
    expect(await shell.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('SK1-0000');
  });

  test('the menu has every action with its accelerator, and the page hears those that are its own', async () => {
    const items = await shell.app.evaluate(
      ({ Menu }, ids) => {
        const menu = Menu.getApplicationMenu();
        return ids.map((id) => {
          const item = menu?.getMenuItemById(id);
          return {
            id,
            label: item?.label,
            accelerator: item?.accelerator?.toString() ?? undefined,
            enabled: item?.enabled,
          };
        });
      },
      ACTIONS.map(({ id }) => id),
    );
    const expected = ACTIONS.map(({ id, label, accelerator }) => ({ id, label, accelerator, enabled: true }));
    expect(items).toEqual(expected);

    await shell.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard, stop: window.seatkeeper?.onAction((id) => heard.push(id)) });
    });
    await shell.choose('refresh');
    await expect
      .poll(() => shell.page.evaluate(() => (window as unknown as { heard: string[] }).heard))
      .toEqual(['refresh']);
    await shell.page.evaluate(() => (window as unknown as { stop(): void }).stop());
  });

  test('zoom is the shell’s own', async () => {
    const level = () =>
      shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel());
    await shell.choose('zoom-in');
    await shell.choose('zoom-in');
    await shell.choose('zoom-out');
    expect(await level()).toBe(0.5);
    await shell.choose('zoom-reset');
    expect(await level()).toBe(0);
  });

  test('links leave through the system’s browser; the page stays, and opens no window', async () => {
    const links = await shell.collectLinks();
    const before = shell.page.url();
    await shell.page.evaluate(async () => {
      await window.seatkeeper?.invoke('link:open', 'https://example.com/bridge');
      window.open('https://example.com/window');
      window.open('file:///etc/passwd');
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/link', target: '_blank' });
      document.body.append(link);
      link.click();
      link.remove();
    });
    await expect
      .poll(async () => (await links()).sort())
      .toEqual(['https://example.com/bridge', 'https://example.com/link', 'https://example.com/window']);
    await shell.page.evaluate(() => location.assign('https://example.com/elsewhere')).catch(() => {});
    await shell.page.evaluate(() => location.assign('/elsewhere')).catch(() => {});
    await expect(shell.page.locator('#root')).not.toBeEmpty();
    expect(shell.page.url()).toBe(before);
    expect(shell.app.windows()).toHaveLength(1);
    const native = await shell.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    );
    expect(native).toBe('app://console/');
  });

  test('a license file is read through the dialog, up to 64 KiB; a saved file is whole', async () => {
    const open = () => shell.page.evaluate(async () => window.seatkeeper?.invoke('file:open-license'));
    const file = lab.folder('license.xml');
    writeFileSync(file, '<signed-license/>\n');
    await shell.answerOpenDialog(file);
    expect(await open()).toEqual({ ok: true, value: { name: 'license.xml', text: '<signed-license/>\n' } });
    writeFileSync(file, 'x'.repeat(65_537));
    expect(await open()).toMatchObject({ ok: false, code: 'LICENSE_MALFORMED' });
    await shell.answerOpenDialog(null);
    expect(await open()).toEqual({ ok: true, value: null });

    const saved = lab.folder('export.xml');
    await shell.answerSaveDialog(saved);
    const save = () =>
      shell.page.evaluate(async () => window.seatkeeper?.invoke('file:save-text', 'license.xml', '<x/>'));
    expect(await save()).toEqual({ ok: true, value: true });
    expect(readFileSync(saved, 'utf8')).toBe('<x/>');
    await shell.answerSaveDialog(null);
    expect(await save()).toEqual({ ok: true, value: false });
  });

  test('the theme is the system’s business too', async () => {
    await shell.page.evaluate(() => window.seatkeeper?.invoke('theme:set', 'dark'));
    expect(await shell.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
    expect(JSON.parse(readFileSync(`${shell.userData}/preferences.json`, 'utf8'))).toMatchObject({ theme: 'dark' });
    await shell.page.evaluate(() => window.seatkeeper?.invoke('theme:set', 'light'));
  });

  test('nothing on the page broke its content security policy', async () => {
    expect(shell.problems).toEqual([]);
    const injected = await shell.page.evaluate(async () => {
      const violated = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
      });
      const image = document.createElement('img');
      image.src = 'https://example.com/pixel.png';
      document.body.append(image);
      return violated;
    });
    expect(injected).toBe('img-src');
  });
});
