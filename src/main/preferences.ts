/** What this console remembers for this person. A damaged file is as good as none. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bounds, parseBounds } from './bounds.ts';

export type Theme = 'system' | 'light' | 'dark';
export const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark';

export interface Preferences {
  readonly bounds: Bounds | undefined;
  readonly maximized: boolean;
  readonly theme: Theme;
  /** Say, when a hosting console is closed, that timers and mail hooks stop with it. */
  readonly warnOnStop: boolean;
}

export interface PreferenceStore {
  read(): Preferences;
  change(part: Partial<Preferences>): void;
}

function parse(text: string): Preferences {
  const { bounds, maximized, theme, warnOnStop } = JSON.parse(text) as Record<string, unknown>;
  return {
    bounds: parseBounds(bounds),
    maximized: maximized === true,
    theme: isTheme(theme) ? theme : 'system',
    warnOnStop: warnOnStop !== false,
  };
}

function load(file: string): Preferences {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return parse('{}');
  }
}

/** `folder` is Electron's userData. Preferences that cannot be written are kept for this run. */
export function openPreferences(folder: string): PreferenceStore {
  const file = join(folder, 'preferences.json');
  let current = load(file);
  return {
    read: () => current,
    change(part) {
      current = { ...current, ...part };
      try {
        writeFileSync(`${file}.new`, `${JSON.stringify(current, null, 2)}\n`);
        renameSync(`${file}.new`, file);
      } catch (error) {
        console.error(`preferences could not be written: ${String(error)}`);
      }
    },
  };
}
