/** Accelerators in Electron's notation (`CmdOrCtrl+Shift+S`): how a key press matches one, and how it is written. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

interface Combination {
  readonly key: string;
  readonly command: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

function parse(accelerator: string): Combination {
  const parts = accelerator.split('+');
  return {
    key: (parts.at(-1) ?? '').toLowerCase(),
    command: parts.includes('CmdOrCtrl'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

export function matches(accelerator: string, press: KeyPress, mac: boolean): boolean {
  const wanted = parse(accelerator);
  const command = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  const plain = !press.ctrlKey && !press.metaKey;
  if (wanted.command ? !command : !plain) return false;
  if (wanted.alt !== press.altKey || wanted.shift !== press.shiftKey) return false;
  // With Alt a layout may give another character: digits and letters are then known by their place.
  const byPlace = press.code.replace(/^(Key|Digit)/, '').toLowerCase();
  return press.key.toLowerCase() === wanted.key || (wanted.alt && byPlace === wanted.key);
}

const MAC_SYMBOLS: Readonly<Record<string, string>> = { CmdOrCtrl: '⌘', Alt: '⌥', Shift: '⇧', Plus: '+' };

export function acceleratorText(accelerator: string, mac: boolean): string {
  const parts = accelerator.split('+');
  if (mac) return parts.map((p) => MAC_SYMBOLS[p] ?? p).join('');
  return parts.map((p) => (p === 'CmdOrCtrl' ? 'Ctrl' : p)).join('+');
}

/** For aria-keyshortcuts: `Control+Shift+S`. */
export const ariaShortcut = (accelerator: string, mac: boolean): string =>
  accelerator.replace('CmdOrCtrl', mac ? 'Meta' : 'Control');
