/** Reads the arguments of each channel; undefined for anything that the bridge's types do not allow. */
import type { BridgeChannel, BridgeChannels } from '../contract/bridge.ts';
import { isTheme } from './preferences.ts';

type Parse<C extends BridgeChannel> = (args: readonly unknown[]) => BridgeChannels[C]['args'] | undefined;

const MAX_TEXT = 100_000;
const MAX_FILE = 16 * 1024 * 1024;
/** Letters that some file system takes for more than a name; control characters among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const FORBIDDEN_IN_NAMES = /[\\/:*?"<>|\u0000-\u001f]/;

const DOWNLOAD_ID = /^[0-9a-f]{32}$/;

const isText = (value: unknown, limit: number): value is string => typeof value === 'string' && value.length <= limit;
const isFileName = (value: unknown): value is string =>
  isText(value, 200) && value !== '' && !value.startsWith('.') && !FORBIDDEN_IN_NAMES.test(value);

const none = (args: readonly unknown[]): [] | undefined => (args.length === 0 ? [] : undefined);

export const BRIDGE_ARGUMENTS: { readonly [C in BridgeChannel]: Parse<C> } = {
  'file:open-license': none,
  'file:save-text': ([name, content, ...more]) =>
    isFileName(name) && isText(content, MAX_FILE) && more.length === 0 ? [name, content] : undefined,
  'file:save-download': ([id, name, ...more]) =>
    isText(id, 64) && DOWNLOAD_ID.test(id) && isFileName(name) && more.length === 0 ? [id, name] : undefined,
  'link:open': ([url, ...more]) => (isText(url, MAX_TEXT) && more.length === 0 ? [url] : undefined),
  'clipboard:write': ([text, ...more]) => (isText(text, MAX_TEXT) && more.length === 0 ? [text] : undefined),
  'theme:set': ([theme, ...more]) => (isTheme(theme) && more.length === 0 ? [theme] : undefined),
  'demo:start': none,
};
