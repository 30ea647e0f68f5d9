/** The bridge: native things only, typed, frozen by contextBridge. Nothing of Electron itself reaches the page. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { ActionId } from '../contract/actions.ts';
import type { BridgeChannel, NativeBridge } from '../contract/bridge.ts';

const CHANNELS: Readonly<Record<BridgeChannel, true>> = {
  'file:open-license': true,
  'file:save-text': true,
  'file:save-download': true,
  'link:open': true,
  'clipboard:write': true,
  'theme:set': true,
  'demo:start': true,
};

const bridge: NativeBridge = {
  invoke: (channel, ...args) =>
    Object.hasOwn(CHANNELS, channel)
      ? ipcRenderer.invoke(channel, ...args)
      : Promise.reject(new Error(`The bridge has no channel “${channel}”.`)),
  onAction: (listener) => {
    const heard = (_event: IpcRendererEvent, id: ActionId): void => listener(id);
    ipcRenderer.on('action', heard);
    return () => {
      ipcRenderer.removeListener('action', heard);
    };
  },
  platform: process.platform as NativeBridge['platform'],
};

contextBridge.exposeInMainWorld('seatkeeper', bridge);
