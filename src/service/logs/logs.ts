/** The logs that administrators and monitoring read: daily files in the data folder (LICENSING 5). */

import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { ServiceEvent } from '../../contract/schemas.ts';
import type { LogPage } from '../../contract/schemas-notices.ts';
import { DAY } from '../../core/calendar.ts';
import type { Clock } from '../clock.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { createAppender } from './append.ts';
import { createBacklog } from './backlog.ts';
import { removeBefore } from './files.ts';
import { formatLine, type Line } from './line.ts';
import type { LogName } from './names.ts';
import { type ReadInput, readLog } from './read.ts';
import { createWallClock } from './wall-clock.ts';

export interface LogsDeps {
  /** logs/ in the data folder; made when it is needed. */
  readonly folder: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly after: (ms: number, work: () => void) => () => void;
  /** IANA name of the setting at this moment: dates and times are in it. */
  readonly timeZone: () => string;
  /** Files of days before that many are removed; 0: none ever. */
  readonly keepDays: () => number;
  /** While it says true, no file is too old: a clock that jumped must not cost the history. */
  readonly clockSuspect?: () => boolean;
  readonly events: { publish(event: ServiceEvent): void };
  readonly log: Logger;
  /** Where a file is full and the next part begins. */
  readonly maxBytes?: number;
  /** Of this process, shown in its lines. */
  readonly origin?: number;
}

export interface Logs {
  /** Soon on disk. Never throws: a line that cannot be written is lost, and the service's own log says so. */
  write(log: LogName, text: string): void;
  /** Within the caller's transaction: the line is in its file once that is committed, whatever crashes. */
  enqueue(trx: Transaction<Schema>, log: LogName, text: string): Promise<void>;
  /** Newest first. Throws INPUT_INVALID. */
  read(input: ReadInput): Promise<LogPage>;
  /** Writes what an earlier run left, and removes what is too old. */
  start(): void;
  /** Resolves when everything so far is on disk, or could not be written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_WAITING = 10_000;
const RETRY_MS = 60_000;

export function createLogs(deps: LogsDeps): Logs {
  const { folder, store, clock, events } = deps;
  const origin = deps.origin ?? process.pid;
  const appender = createAppender(folder, deps.maxBytes ?? MAX_BYTES);
  const wallClock = createWallClock();
  const backlog = createBacklog(store, folder);
  let waiting: Line[] = [];
  let lost = 0;
  let stored = false;
  let sweptOn = '';
  let work: Promise<void> | undefined;
  let closed = false;
  let cancelTimer = (): void => {};

  const format = ({ log, at, text, origin }: Line) => {
    const { date, time } = wallClock(at, deps.timeZone());
    return { log, date, line: formatLine(time, origin, text) };
  };
  type Formatted = ReturnType<typeof format>;

  /** In one go what belongs into one file; told to the windows once it is there. */
  const append = async (lines: readonly Formatted[]): Promise<void> => {
    const files = Map.groupBy(lines, ({ log, date }) => `${log} ${date}`);
    for (const group of files.values()) {
      const [first] = group;
      if (!first) continue;
      const texts = group.map(({ line }) => line);
      await appender.append(first.log, first.date, texts);
      for (const { log, date, line } of group) events.publish({ type: 'log', log, date, line });
    }
  };

  const sweep = async (): Promise<void> => {
    const { date } = wallClock(clock.now(), deps.timeZone());
    const days = deps.keepDays();
    if (date === sweptOn || days === 0 || deps.clockSuspect?.()) return;
    sweptOn = date;
    await removeBefore(folder, wallClock(clock.now() - days * DAY, deps.timeZone()).date);
  };

  const writeWaiting = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    if (lost > 0)
      lines.push({ log: 'error', at: clock.now(), origin, text: `${lost} log lines could not be written.` });
    try {
      await append(lines.map(format));
      lost = 0;
    } catch (error) {
      lost += lines.length;
      deps.log.error({ err: error, lines: lines.length }, 'logs: lines are lost');
    }
  };
  const writeStored = async (): Promise<void> => {
    stored = false;
    await backlog.drain(format, append);
  };

  const workOff = async (): Promise<void> => {
    try {
      while (waiting.length > 0 || stored) {
        if (stored) await writeStored();
        if (waiting.length > 0) await writeWaiting();
      }
      await sweep();
    } catch (error) {
      if (closed) return;
      deps.log.error({ err: error }, 'logs: not everything could be done');
      cancelTimer();
      cancelTimer = deps.after(RETRY_MS, () => kick(true));
    }
  };
  const kick = (fromStore = false): void => {
    stored ||= fromStore;
    work ??= workOff().finally(() => {
      work = undefined;
      if (!closed && waiting.length > 0) kick();
    });
  };
  const flush = async (): Promise<void> => {
    while (work) await work;
  };

  return {
    write(log, text) {
      if (closed) return;
      if (waiting.length >= MAX_WAITING) lost += 1;
      else waiting.push({ log, at: clock.now(), text, origin });
      kick();
    },
    async enqueue(trx, log, text) {
      await trx.insertInto('log_line').values({ log, at: clock.now(), text }).execute();
      kick(true);
    },
    read: (input) => readLog(folder, input),
    start: () => kick(true),
    flush,
    async close() {
      closed = true;
      cancelTimer();
      await flush();
    },
  };
}
