/** The files of the logs: `error-2026-11-21.log`, when that is full `error-2026-11-21.1.log`, and so on. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LOG_NAMES, type LogName } from './names.ts';

export interface LogFile {
  readonly log: LogName;
  /** YYYY-MM-DD in the server's time zone. */
  readonly date: string;
  /** 0, then 1, 2 … when a file was full. */
  readonly part: number;
}

const NAME = /^([a-z]+)-(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d{0,5}))?\.log$/;

export const fileName = ({ log, date, part }: LogFile): string =>
  part === 0 ? `${log}-${date}.log` : `${log}-${date}.${part}.log`;

/** Undefined: some other file. */
export function parseFileName(name: string): LogFile | undefined {
  const [, found, date = '', part] = NAME.exec(name) ?? [];
  const log = LOG_NAMES.find((known) => known === found);
  return log && { log, date, part: Number(part ?? 0) };
}

/** Below 0: `a` is the older. */
export const compareFiles = (a: LogFile, b: LogFile): number =>
  a.date === b.date ? a.part - b.part : a.date < b.date ? -1 : 1;

/** Newest first. A folder that is not there has none. */
export async function filesOf(folder: string, log?: LogName): Promise<LogFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => parseFileName(name) ?? [])
    .filter((file) => log === undefined || file.log === log)
    .sort((a, b) => compareFiles(b, a));
}

/** Removes the files of days before `oldest` (YYYY-MM-DD). Returns how many. */
export async function removeBefore(folder: string, oldest: string): Promise<number> {
  const old = (await filesOf(folder)).filter(({ date }) => date < oldest);
  for (const file of old) await rm(join(folder, fileName(file)), { force: true });
  return old.length;
}
