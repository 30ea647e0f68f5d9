/** Appends to the file of the day, goes on in the next part when it is full. One caller at a time. */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName, filesOf, type LogFile } from './files.ts';
import type { LogName } from './names.ts';

export interface Appender {
  /** On disk when it resolves; a batch that fails is not in the file, or not whole. */
  append(log: LogName, date: string, lines: readonly string[]): Promise<void>;
}

const NEWLINE = 0x0a;

export function createAppender(folder: string, maxBytes: number): Appender {
  /** The part that is being written, per log and day. */
  const parts = new Map<string, number>();

  const partOf = async (log: LogName, date: string): Promise<number> => {
    const key = `${log}-${date}`;
    const known = parts.get(key);
    if (known !== undefined) return known;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const newest = (await filesOf(folder, log)).find((file) => file.date === date);
    if (parts.size > 50) parts.clear();
    parts.set(key, newest?.part ?? 0);
    return newest?.part ?? 0;
  };

  /** How many of the lines fitted: at least one, where the file is not full. */
  const fill = async (file: LogFile, lines: readonly string[]): Promise<number> => {
    const handle = await open(join(folder, fileName(file)), 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      if (size >= maxBytes) return 0;
      // A line that a crash cut off must not swallow the next one.
      const torn = size > 0 && (await lastByte(handle, size)) !== NEWLINE;
      let text = torn ? '\n' : '';
      let taken = 0;
      for (let bytes = size; taken < lines.length && bytes < maxBytes; taken += 1) {
        const line = `${lines[taken]}\n`;
        text += line;
        bytes += Buffer.byteLength(line);
      }
      await handle.appendFile(text);
      await handle.datasync();
      return taken;
    } finally {
      await handle.close();
    }
  };

  return {
    async append(log, date, lines) {
      let part = await partOf(log, date);
      for (let rest = lines; rest.length > 0; ) {
        const taken = await fill({ log, date, part }, rest);
        rest = rest.slice(taken);
        if (rest.length > 0) part += 1;
      }
      parts.set(`${log}-${date}`, part);
    },
  };
}

async function lastByte(handle: Awaited<ReturnType<typeof open>>, size: number): Promise<number | undefined> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0];
}
