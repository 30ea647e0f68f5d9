/** DESIGN 6 at the shell's edges, with Electron's side played by records of what it was told. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SeatkeeperError } from '../contract/errors.ts';

const told = vi.hoisted(() => ({
  handlers: new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>(),
  created: [] as ((event: unknown, contents: unknown) => void)[],
  permissions: {} as Record<string, (...args: never[]) => unknown>,
  opened: [] as string[],
  window: { webContents: {} },
}));

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => Promise<unknown>) =>
      told.handlers.set(channel, handler),
  },
  BrowserWindow: {
    fromWebContents: (contents: unknown) => (contents === told.window.webContents ? told.window : null),
  },
  app: { on: (_name: string, listener: (event: unknown, contents: unknown) => void) => told.created.push(listener) },
  session: {
    defaultSession: {
      setPermissionRequestHandler: (handler: () => unknown) => Object.assign(told.permissions, { request: handler }),
      setPermissionCheckHandler: (handler: () => unknown) => Object.assign(told.permissions, { check: handler }),
      setDevicePermissionHandler: (handler: () => unknown) => Object.assign(told.permissions, { device: handler }),
    },
  },
  shell: { openExternal: async (url: string) => void told.opened.push(url) },
  dialog: {},
  clipboard: {},
  nativeTheme: {},
}));

const { serveBridge } = await import('./ipc.ts');
const { guardPages } = await import('./guard.ts');

describe('every channel checks who asks', () => {
  const opened = vi.fn(async (_window: unknown, _url: string): Promise<true> => true);
  const unused = async (): Promise<never> => {
    throw new Error('secret detail');
  };
  beforeEach(() => {
    told.handlers.clear();
    opened.mockClear();
    serveBridge({
      'link:open': opened,
      'file:open-license': async () => {
        throw new SeatkeeperError('LICENSE_MALFORMED', { detail: 'it is empty' });
      },
      'file:save-text': unused,
      'file:save-download': unused,
      'clipboard:write': unused,
      'theme:set': unused,
      'demo:start': unused,
    });
  });
  const page = { origin: 'app://console', parent: null };
  const ask = (channel: string, event: object, ...args: unknown[]) => told.handlers.get(channel)?.(event, ...args);
  const ours = { sender: told.window.webContents, senderFrame: page };

  test('our page is heard', async () => {
    expect(await ask('link:open', ours, 'https://example.com')).toEqual({ ok: true, value: true });
    expect(opened).toHaveBeenCalledWith(told.window, 'https://example.com');
  });
  test.each([
    ['another origin', { ...ours, senderFrame: { ...page, origin: 'https://example.com' } }],
    ['a frame within the page', { ...ours, senderFrame: { ...page, parent: {} } }],
    ['a frame that is gone', { ...ours, senderFrame: null }],
    ['contents that are no window of ours', { ...ours, sender: {} }],
  ])('%s is not', async (_who, event) => {
    expect(await ask('link:open', event, 'https://example.com')).toMatchObject({ ok: false, code: 'REQUEST_FORGED' });
    expect(opened).not.toHaveBeenCalled();
  });
  test('wrong arguments do not reach the handler', async () => {
    expect(await ask('link:open', ours, 7)).toMatchObject({ ok: false, code: 'INPUT_INVALID' });
    expect(opened).not.toHaveBeenCalled();
  });
  test('an expected error keeps its words; a defect shows a reference, and no detail', async () => {
    expect(await ask('file:open-license', ours)).toMatchObject({
      ok: false,
      code: 'LICENSE_MALFORMED',
      message: expect.stringContaining('it is empty'),
    });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await ask('theme:set', ours, 'dark');
    expect(answer).toMatchObject({ ok: false, code: 'INTERNAL', message: expect.stringMatching(/[0-9a-f]{8}/) });
    expect(JSON.stringify(answer)).not.toContain('secret detail');
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});

describe('a page may nothing', () => {
  const listeners = new Map<string, (event: unknown) => void>();
  let openHandler: ((details: { url: string }) => { action: string }) | undefined;
  beforeEach(() => {
    guardPages();
    told.created.at(-1)?.(undefined, {
      setWindowOpenHandler: (handler: typeof openHandler) => {
        openHandler = handler;
      },
      on: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
    });
  });
  const prevented = (name: string, event: object): boolean => {
    const preventDefault = vi.fn();
    listeners.get(name)?.({ ...event, preventDefault });
    return preventDefault.mock.calls.length === 1;
  };

  test('permissions are denied, whichever and whoever asks', () => {
    const answers: unknown[] = [];
    const { request, check, device } = told.permissions as Record<string, (...args: unknown[]) => unknown>;
    request?.({}, 'camera', (granted: unknown) => answers.push(granted));
    expect([...answers, check?.(), device?.()]).toEqual([false, false, false]);
  });
  test('it navigates to itself only, and neither do its frames', () => {
    expect(prevented('will-navigate', { url: 'app://console/' })).toBe(false);
    expect(prevented('will-navigate', { url: 'https://example.com/' })).toBe(true);
    expect(prevented('will-navigate', { url: 'app://console/other' })).toBe(true);
    expect(prevented('will-frame-navigate', { isMainFrame: false })).toBe(true);
    expect(prevented('will-redirect', {})).toBe(true);
    expect(prevented('will-attach-webview', {})).toBe(true);
  });
  test('a window is never opened; a web page goes to the system’s browser', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const url of ['https://example.com/a', 'file:///etc/passwd'])
      expect(openHandler?.({ url })).toEqual({ action: 'deny' });
    await vi.waitFor(() => expect(said).toHaveBeenCalledOnce());
    expect(told.opened).toEqual(['https://example.com/a']);
    said.mockRestore();
  });
});
