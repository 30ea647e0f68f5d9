/** What the bridge's channels do: dialogs, links, clipboard, theme. */
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, nativeTheme, shell } from 'electron';
import type { OpenedFile } from '../contract/bridge.ts';
import { SeatkeeperError } from '../contract/errors.ts';
import { type Ask, fetchDownload } from './downloads.ts';
import { readLicenseFile, saveStream, saveText } from './files.ts';
import type { BridgeHandlers } from './ipc.ts';
import { webLink } from './links.ts';
import type { PreferenceStore } from './preferences.ts';

async function openLicense(window: BrowserWindow): Promise<OpenedFile | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Enter License Offline',
    properties: ['openFile'],
    filters: [
      { name: 'Seatkeeper license', extensions: ['xml'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  const path = filePaths[0];
  return canceled || path === undefined ? null : readLicenseFile(path);
}

async function saveAs(window: BrowserWindow, suggestedName: string, content: string): Promise<boolean> {
  const defaultPath = join(app.getPath('documents'), suggestedName);
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || !filePath) return false;
  await saveText(filePath, content);
  return true;
}

/** Streams from the service to the file; the page never holds it. */
async function saveDownload(window: BrowserWindow, ask: Ask, id: string, suggestedName: string): Promise<boolean> {
  const defaultPath = join(app.getPath('documents'), suggestedName);
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || !filePath) return false;
  await saveStream(filePath, () => fetchDownload(ask, id));
  return true;
}

/** Opens a web page in the system's browser. Throws INPUT_INVALID for any other address. */
export async function openLink(url: string): Promise<true> {
  const link = webLink(url);
  if (!link) throw new SeatkeeperError('INPUT_INVALID', { detail: 'only http and https links are opened' });
  await shell.openExternal(link);
  return true;
}

export const bridgeHandlers = (preferences: PreferenceStore, ask: Ask, startDemo: () => void): BridgeHandlers => ({
  'file:open-license': openLicense,
  'file:save-text': saveAs,
  'file:save-download': (window, id, name) => saveDownload(window, ask, id, name),
  'link:open': (_window, url) => openLink(url),
  'clipboard:write': async (_window, text) => {
    clipboard.writeText(text);
    return true;
  },
  'theme:set': async (_window, theme) => {
    nativeTheme.themeSource = theme;
    preferences.change({ theme });
    return true;
  },
  'demo:start': async () => {
    startDemo();
    return true;
  },
});
