/** The console's window. */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { CONSOLE_URL } from './app-protocol.ts';
import { MIN_HEIGHT, MIN_WIDTH, placeWindow } from './bounds.ts';
import type { PreferenceStore } from './preferences.ts';

const PRELOAD = join(import.meta.dirname, '../preload/index.cjs');

const workAreas = () => {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
};

/** Opens where it was last closed. Shown when it has something to show. */
export function openWindow(preferences: PreferenceStore): BrowserWindow {
  const { bounds, maximized } = preferences.read();
  const window = new BrowserWindow({
    ...placeWindow(bounds, workAreas()),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Seatkeeper',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#121212' : '#ffffff',
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    preferences.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  void window.loadURL(CONSOLE_URL).catch((error: unknown) => console.error('the page did not load:', error));
  return window;
}
