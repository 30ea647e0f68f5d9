/** What the preload offers the renderer: native things only (DESIGN 3). In a browser it is absent. */
import type { ActionId } from './actions.ts';

/** An error thrown through invoke loses all but its message, so every channel answers with an envelope. */
export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly next: string };

export interface OpenedFile {
  readonly name: string;
  /** UTF-8 text of the file, at most 64 KiB + 1: a larger one is refused unread. */
  readonly text: string;
}

/** Channel → arguments and answer. Main parses the arguments and checks the sender. */
export interface BridgeChannels {
  /** The open dialog for license.xml. Null: the person cancelled. */
  'file:open-license': { args: []; value: OpenedFile | null };
  /** The save dialog. False: the person cancelled. */
  'file:save-text': { args: [suggestedName: string, content: string]; value: boolean };
  /** The save dialog for a file that the service has made; it is fetched and saved whole. False: the person cancelled. */
  'file:save-download': { args: [downloadId: string, suggestedName: string]; value: boolean };
  /** Opens an http(s) link in the system's browser. */
  'link:open': { args: [url: string]; value: true };
  'clipboard:write': { args: [text: string]; value: true };
  'theme:set': { args: [theme: 'system' | 'light' | 'dark']; value: true };
  /** Restarts the console on a demonstration server of its own. */
  'demo:start': { args: []; value: true };
}
export type BridgeChannel = keyof BridgeChannels;

export interface NativeBridge {
  invoke<C extends BridgeChannel>(
    channel: C,
    ...args: BridgeChannels[C]['args']
  ): Promise<Envelope<BridgeChannels[C]['value']>>;
  /** A menu item was chosen. Returns the function that ends listening. */
  onAction(listener: (id: ActionId) => void): () => void;
  readonly platform: 'linux' | 'win32' | 'darwin';
}

declare global {
  interface Window {
    readonly seatkeeper?: NativeBridge;
  }
}
