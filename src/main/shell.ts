/** The Administration Console's shell: it hosts the service or attaches to it, shows the page, and ends in order. */
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, protocol } from 'electron';
import { startDemoThread } from '../service/demo-thread.ts';
import { dataFolderOf } from '../service/folder.ts';
import { consoleHandler, SCHEME } from './app-protocol.ts';
import { bridgeHandlers } from './bridge.ts';
import { mayStopService } from './closing.ts';
import { guardPages } from './guard.ts';
import { serveBridge } from './ipc.ts';
import { enablePageActions, installMenu, type NativeActions } from './menu.ts';
import { demoArguments, type Options } from './options.ts';
import { openPreferences } from './preferences.ts';
import { openRouter } from './router.ts';
import { servicePort } from './service-port.ts';
import { openWindow } from './window.ts';

const BUNDLE = join(import.meta.dirname, '../renderer');
const ZOOM_STEP = 0.5;

export interface Shell {
  /** Brings the window to the front, or opens it. */
  show(): void;
}

const zoomBy = (window: BrowserWindow | undefined, step: number): void =>
  window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + step);

const NATIVE_ACTIONS: NativeActions = {
  quit: () => app.quit(),
  'zoom-in': (window) => zoomBy(window, ZOOM_STEP),
  'zoom-out': (window) => zoomBy(window, -ZOOM_STEP),
  'zoom-reset': (window) => window?.webContents.setZoomLevel(0),
};

/** Throws what keeps the service from starting. */
export async function startShell(options: Options): Promise<Shell> {
  const preferences = openPreferences(app.getPath('userData'));
  nativeTheme.themeSource = preferences.read().theme;
  guardPages();
  const demo = options.demo ? await startDemoThread() : undefined;
  const dataFolder = demo?.dataFolder ?? dataFolderOf(options.data, process.env);
  const router = await openRouter(servicePort(dataFolder, { ...process.env, ...demo?.env }, demo !== undefined));

  let mayStop = demo !== undefined;
  let asking = false;
  const mustAsk = (): boolean => !mayStop && router.isHosting() && preferences.read().warnOnStop;

  /** Quits once the person has agreed that the service stops. */
  async function askToQuit(window: BrowserWindow | undefined): Promise<void> {
    if (asking || !window) return;
    asking = true;
    mayStop = await mayStopService(window, preferences).finally(() => {
      asking = false;
    });
    if (mayStop) app.quit();
  }
  function quitUnasked(): void {
    mayStop = true;
    app.quit();
  }

  function open(): void {
    const window = openWindow(preferences);
    window.webContents.on('did-finish-load', () => enablePageActions(NATIVE_ACTIONS, true));
    window.on('closed', () => enablePageActions(NATIVE_ACTIONS, BrowserWindow.getAllWindows().length > 0));
    window.on('close', (event) => {
      // On macOS a program outlives its windows.
      if (process.platform === 'darwin' || !mustAsk()) return;
      event.preventDefault();
      void askToQuit(window);
    });
  }
  function show(): void {
    const window = BrowserWindow.getAllWindows()[0];
    if (window?.isMinimized()) window.restore();
    if (window) window.show();
    else open();
  }

  app.on('before-quit', (event) => {
    if (!mustAsk()) return;
    event.preventDefault();
    show();
    void askToQuit(BrowserWindow.getAllWindows()[0]);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // Nobody is there to answer a question when the system ends the program.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quitUnasked);
  endInOrder(async () => {
    await router.close();
    await demo?.close();
  });

  protocol.handle(SCHEME, consoleHandler(BUNDLE, router.fetch));
  serveBridge(
    bridgeHandlers(preferences, router.fetch, () => {
      app.relaunch({ args: demoArguments(process.argv.slice(1)) });
      quitUnasked();
    }),
  );
  installMenu(NATIVE_ACTIONS, process.platform);
  open();
  return { show };
}

/** The program ends when the service has. */
function endInOrder(close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close()
      .catch((error: unknown) => console.error('the service did not close in order:', error))
      .then(() => {
        state = 'closed';
        app.quit();
      });
  });
}
