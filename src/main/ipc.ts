/** The typed channels of the bridge: sender checked, arguments parsed, answers in envelopes (DESIGN 3). */
import { randomUUID } from 'node:crypto';
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { BridgeChannel, BridgeChannels, Envelope } from '../contract/bridge.ts';
import { describeError, type ErrorCode, type ErrorParams, SeatkeeperError } from '../contract/errors.ts';
import { CONSOLE_ORIGIN } from './app-protocol.ts';
import { BRIDGE_ARGUMENTS } from './bridge-arguments.ts';

export type BridgeHandlers = {
  readonly [C in BridgeChannel]: (
    window: BrowserWindow,
    ...args: BridgeChannels[C]['args']
  ) => Promise<BridgeChannels[C]['value']>;
};

const refusal = (code: ErrorCode, params: ErrorParams = {}): Envelope<never> => ({
  ok: false,
  code,
  ...describeError(code, params),
});

/** The window that asks, if it is one of ours and shows our page in its top frame. */
function senderOf(event: IpcMainInvokeEvent): BrowserWindow | undefined {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null || frame.origin !== CONSOLE_ORIGIN) return undefined;
  return BrowserWindow.fromWebContents(event.sender) ?? undefined;
}

function failure(channel: string, error: unknown): Envelope<never> {
  if (error instanceof SeatkeeperError) return refusal(error.code, error.params);
  const correlationId = randomUUID().slice(0, 8);
  console.error(`[${correlationId}] ${channel}:`, error);
  return refusal('INTERNAL', { correlationId });
}

function serve<C extends BridgeChannel>(channel: C, handlers: BridgeHandlers): void {
  ipcMain.handle(channel, async (event, ...raw: unknown[]): Promise<Envelope<BridgeChannels[C]['value']>> => {
    const window = senderOf(event);
    if (!window) return refusal('REQUEST_FORGED');
    const args = BRIDGE_ARGUMENTS[channel](raw);
    if (!args) return refusal('INPUT_INVALID', { detail: `arguments of ${channel}` });
    try {
      return { ok: true, value: await handlers[channel](window, ...args) };
    } catch (error) {
      return failure(channel, error);
    }
  });
}

export function serveBridge(handlers: BridgeHandlers): void {
  for (const channel of Object.keys(BRIDGE_ARGUMENTS) as BridgeChannel[]) serve(channel, handlers);
}
