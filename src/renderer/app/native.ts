/** Native things, in one way for the desktop window (through the preload) and for a browser (its own means). */
import type { ActionId } from '../../contract/actions.ts';
import type { BridgeChannel, BridgeChannels, NativeBridge, OpenedFile } from '../../contract/bridge.ts';
import { chooseFile, fetchDownload, readLicenseFile } from './files.ts';
import type { ThemeChoice } from './theme.ts';

export interface Native {
  /** False in a browser: no menu bar, no window of its own. */
  readonly desktop: boolean;
  readonly mac: boolean;
  /** Null: the person cancelled. */
  openLicense(): Promise<OpenedFile | null>;
  /** False: the person cancelled. */
  saveText(suggestedName: string, content: string): Promise<boolean>;
  /** Saves a file that the service has made. False: the person cancelled. */
  saveDownload(downloadId: string, suggestedName: string): Promise<boolean>;
  openLink(url: string): Promise<void>;
  copy(text: string): Promise<void>;
  setTheme(theme: ThemeChoice): Promise<void>;
  /** Absent in a browser: a page cannot start programs. */
  readonly startDemo?: () => Promise<void>;
  /** Menu commands of the desktop window. Returns the function that ends listening. */
  onAction(listener: (id: ActionId) => void): () => void;
}

/** A refusal that main has put into words. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
  readonly code: string;
  readonly next: string;
  constructor(code: string, message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

export const createNative = (bridge: NativeBridge | undefined): Native =>
  bridge ? desktopNative(bridge) : browserNative();

function desktopNative(bridge: NativeBridge): Native {
  async function invoke<C extends BridgeChannel>(
    channel: C,
    ...args: BridgeChannels[C]['args']
  ): Promise<BridgeChannels[C]['value']> {
    const answer = await bridge.invoke(channel, ...args);
    if (!answer.ok) throw new NativeError(answer.code, answer.message, answer.next);
    return answer.value;
  }
  return {
    desktop: true,
    mac: bridge.platform === 'darwin',
    openLicense: () => invoke('file:open-license'),
    saveText: (name, content) => invoke('file:save-text', name, content),
    saveDownload: (id, name) => invoke('file:save-download', id, name),
    openLink: async (url) => void (await invoke('link:open', url)),
    copy: async (text) => void (await invoke('clipboard:write', text)),
    setTheme: async (theme) => void (await invoke('theme:set', theme)),
    startDemo: async () => void (await invoke('demo:start')),
    onAction: (listener) => bridge.onAction(listener),
  };
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function browserNative(): Native {
  return {
    desktop: false,
    mac: navigator.platform.startsWith('Mac'),
    async openLicense() {
      const file = await chooseFile('.xml,application/xml,text/xml');
      return file ? readLicenseFile(file) : null;
    },
    async saveText(name, content) {
      saveBlob(name, new Blob([content]));
      return true;
    },
    async saveDownload(id, name) {
      saveBlob(name, await fetchDownload(id));
      return true;
    },
    async openLink(url) {
      if (!/^https?:\/\//.test(url)) throw new Error(`not a web address: ${url}`);
      window.open(url, '_blank', 'noopener,noreferrer');
    },
    copy: (text) => navigator.clipboard.writeText(text),
    async setTheme() {},
    onAction: () => () => {},
  };
}
