/** One line on stderr that is overwritten while something runs; nothing at all when stderr is no terminal. */
import type { ToolIo } from './io.ts';

export interface Progress {
  show(text: string): void;
  /** Takes the line away. Called before anything else is written, so that the two never mix. */
  clear(): void;
}

const ERASE_LINE = '\r\u001b[K';

export function openProgress(io: ToolIo): Progress {
  if (!io.isTty.stderr) return { show: () => {}, clear: () => {} };
  let shown = '';
  return {
    show(text) {
      if (text === shown) return;
      shown = text;
      io.stderr.write(`${ERASE_LINE}${text}`);
    },
    clear() {
      if (shown === '') return;
      shown = '';
      io.stderr.write(ERASE_LINE);
    },
  };
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** `importing: 12,000 of 1,000,000 (1 %)` */
export function progressText(doing: string, done: number, total: number | null): string {
  if (total === null || total === 0) return done === 0 ? `${doing}…` : `${doing}: ${grouped(done)}`;
  return `${doing}: ${grouped(done)} of ${grouped(total)} (${Math.floor((done / total) * 100)} %)`;
}
