import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { testTimers } from '../schedule/timers.testkit.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createLogs, type Logs, type LogsDeps } from './logs.ts';
import { readLog } from './read.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let home: string;
let folder: string;
let store: Store;
let logs: Logs;
let timers = testTimers(START);
let events: ServiceEvent[] = [];
let complaints: string[] = [];

function open(changes: Partial<LogsDeps> = {}): Logs {
  return createLogs({
    folder,
    store,
    clock: timers,
    after: timers.after,
    timeZone: () => 'UTC',
    keepDays: () => 30,
    events: { publish: (event) => events.push(event) },
    log: pino({}, { write: (line: string) => void complaints.push(line) }),
    origin: 0x105d4,
    ...changes,
  });
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'seatkeeper-logs-'));
  folder = join(home, 'logs');
  timers = testTimers(START);
  events = [];
  complaints = [];
  store = await openStore({ file: join(home, 'control.db'), backups: join(home, 'backups') });
  logs = open();
});
afterEach(async () => {
  await logs.close();
  await store.close();
  await rm(home, { recursive: true, force: true });
});

const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const files = async (): Promise<string[]> => (await readdir(folder)).sort();
const linesOf = async (log: 'error' | 'smtp' | 'system', filter = '') =>
  (await logs.read({ log, filter, cursor: null, limit: 1000 })).rows.map(({ line }) => line);

describe('LICENSING 5: SYSTEM [<4 hex digits>] HH:MM:SS <text>, one file a day per log', () => {
  test('the lines that monitoring looks for', async () => {
    logs.write('smtp', 'Client session Traffic delay applied');
    logs.write('error', 'All attempts to validate the license failed. As a result, the services will be stopped.');
    await logs.flush();
    expect(await text('smtp-2026-11-21.log')).toBe('SYSTEM [05D4] 10:00:00 Client session Traffic delay applied\n');
    expect(await text('error-2026-11-21.log')).toBe(
      'SYSTEM [05D4] 10:00:00 All attempts to validate the license failed. As a result, the services will be stopped.\n',
    );
    expect(events).toContainEqual({
      type: 'log',
      log: 'smtp',
      date: '2026-11-21',
      line: 'SYSTEM [05D4] 10:00:00 Client session Traffic delay applied',
    });
  });

  test('whatever a text holds, it stays one line', async () => {
    logs.write('error', 'a\r\nSYSTEM [0000] 00:00:00 forged\u2028\u202e\u0000\u001b[31m\ud800 ü 日本');
    logs.write('error', 'x'.repeat(100_000));
    await logs.flush();
    const [long = '', first = '', ...rest] = await linesOf('error');
    expect(rest).toEqual([]);
    expect(first).toBe(
      'SYSTEM [05D4] 10:00:00 a\\r\\nSYSTEM [0000] 00:00:00 forged\\u2028\\u202e\\u0000\\u001b[31m\\ud800 ü 日本',
    );
    expect(long.length).toBeLessThan(2_100);
  });

  test.each([
    // Havana: 2026-11-01 01:00 becomes 00:00; the day has 25 hours.
    ['America/Havana', '2026-11-01', 25],
    // Cairo: on 2026-04-24 there is no hour from 00:00 to 01:00.
    ['Africa/Cairo', '2026-04-24', 23],
    // Beirut: on 2026-03-29 there is none either.
    ['Asia/Beirut', '2026-03-29', 23],
    ['Pacific/Kiritimati', '2026-03-29', 24],
  ])('the day’s file in %s on %s takes the lines of %i hours', async (timeZone, day, hours) => {
    await logs.close();
    logs = open({ timeZone: () => timeZone });
    timers.jump(Date.parse(`${day}T00:00:00Z`) - DAY);
    for (let n = 0; n < 72 * 4; n += 1) {
      logs.write('system', `quarter ${n}`);
      timers.jump(timers.now() + 15 * MINUTE);
    }
    await logs.flush();
    const lines = (await text(`system-${day}.log`)).trimEnd().split('\n');
    expect(lines).toHaveLength(hours * 4);
    expect(lines.at(-1)).toContain(' 23:45:00 ');
    expect(lines[0]).toContain(hours === 23 ? ' 01:00:00 ' : ' 00:00:00 ');
  });

  test('a file that is full goes on in the next part, also after a restart; nothing is lost or out of order', async () => {
    await logs.close();
    logs = open({ maxBytes: 1_500 });
    for (let n = 0; n < 60; n += 1) logs.write('system', `line ${n}`);
    await logs.close();
    logs = open({ maxBytes: 1_500 });
    for (let n = 60; n < 120; n += 1) logs.write('system', `line ${n}`);
    await logs.flush();
    expect(await files()).toEqual(['system-2026-11-21.1.log', 'system-2026-11-21.2.log', 'system-2026-11-21.log']);
    const numbers = (await linesOf('system')).map((line) => Number(line.split(' ').at(-1)));
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, n) => 119 - n));
  });

  test('a line that a crash cut off is not continued by the next one', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'system-2026-11-21.log'), 'SYSTEM [0001] 09:00:00 half a li');
    logs.write('system', 'whole');
    await logs.flush();
    expect(await linesOf('system')).toEqual(['SYSTEM [05D4] 10:00:00 whole', 'SYSTEM [0001] 09:00:00 half a li']);
  });
});

describe('lines that are committed with what they tell', () => {
  const enqueue = (line: string): Promise<void> => store.write((trx) => logs.enqueue(trx, 'error', line));

  test('are in the file once the transaction is, and not at all when it is undone', async () => {
    await enqueue('kept');
    await expect(
      store.write(async (trx) => {
        await logs.enqueue(trx, 'error', 'undone');
        throw new Error('undone');
      }),
    ).rejects.toThrow();
    await logs.flush();
    expect(await linesOf('error')).toEqual(['SYSTEM [0001] 10:00:00 kept']);
    expect(await store.read.selectFrom('log_line').selectAll().execute()).toEqual([]);
  });

  test('a crash between file and database writes none twice; one before it loses none', async () => {
    await store.write((trx) =>
      trx
        .insertInto('log_line')
        .values([
          { log: 'error', at: START, text: 'in the file' },
          { log: 'error', at: START, text: 'not yet' },
        ])
        .execute(),
    );
    await mkdir(folder);
    await writeFile(join(folder, 'error-2026-11-21.log'), 'SYSTEM [0001] 10:00:00 in the file\n');
    logs.start();
    await logs.flush();
    expect(await linesOf('error')).toEqual(['SYSTEM [0002] 10:00:00 not yet', 'SYSTEM [0001] 10:00:00 in the file']);
  });

  test('wait while the folder cannot be written, and are there a minute after it can', async () => {
    await writeFile(folder, 'a file where the folder should be');
    await enqueue('late');
    logs.write('system', 'lost');
    await logs.flush();
    expect(complaints.join('')).toContain('lines are lost');
    await rm(folder);
    await timers.pass(MINUTE, () => logs.flush());
    expect(await linesOf('error', 'late')).toHaveLength(1);
    logs.write('system', 'again');
    await logs.flush();
    expect(await linesOf('error', 'could not be written')).toEqual([
      expect.stringMatching(/ 1 log lines could not be written\.$/),
    ]);
  });
});

describe('retention', () => {
  const old = 'error-2026-10-21.log';
  const kept = ['error-2026-10-22.log', 'notes.txt', 'system-2026-11-21.log'];
  beforeEach(async () => {
    await mkdir(folder);
    for (const name of [old, ...kept.slice(0, 2)]) await writeFile(join(folder, name), 'x\n');
  });
  const write = async (): Promise<string[]> => {
    logs.write('system', 'x');
    await logs.flush();
    return files();
  };

  test('files of more than 30 days ago go, nothing else does', async () => {
    expect(await write()).toEqual(kept);
  });
  test('0 keeps all', async () => {
    logs = open({ keepDays: () => 0 });
    expect(await write()).toContain(old);
  });
  test('a clock that is not believed costs no history', async () => {
    timers.jump(Date.parse('2099-01-01T00:00:00Z'));
    logs = open({ clockSuspect: () => true });
    expect(await write()).toContain(old);
  });
});

describe('reading', () => {
  test('is by pages, newest first, over days and parts, and finds what contains the filter in any case', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'smtp-2026-11-20.log'), 'a1\nA2\nb3\n');
    await writeFile(join(folder, 'smtp-2026-11-21.log'), 'a4\n');
    await writeFile(join(folder, 'smtp-2026-11-21.1.log'), 'a5\nb6\nnot yet who');
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Logs['read']>> = await logs.read({ log: 'smtp', filter: 'A', cursor, limit: 2 });
      all.push(...page.rows.map(({ date, line }) => `${date} ${line}`));
      cursor = page.next;
      // What is written meanwhile does not move the pages.
      await appendFile(join(folder, 'smtp-2026-11-21.1.log'), 'le a7\n');
    } while (cursor !== null);
    expect(all).toEqual(['2026-11-21 a5', '2026-11-21 a4', '2026-11-20 A2', '2026-11-20 a1']);
    expect(await logs.read({ log: 'error', filter: '', cursor: null, limit: 5 })).toEqual({ rows: [], next: null });
  });

  test.each(['x', 'error-2026-11-21.log@1', 'smtp-2026-11-21.log@-1', '../../etc/passwd@5', 'smtp-2026-11-21.log@1e3'])(
    'a cursor that is none of this log is refused: %s',
    async (cursor) => {
      await expect(logs.read({ log: 'smtp', filter: '', cursor, limit: 1 })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    },
  );

  test('1,000,000 lines, one of 1 MiB among them: bounded memory, every line once', async () => {
    await mkdir(folder);
    const file = join(folder, 'system-2026-11-21.log');
    const block = (from: number): string =>
      Array.from({ length: 50_000 }, (_, n) => `SYSTEM [0001] 10:00:00 line ${from + n} of many\n`).join('');
    for (let n = 0; n < 20; n += 1) await appendFile(file, block(n * 50_000));
    await appendFile(file, `${'z'.repeat(1024 * 1024)}\n`);
    const page = (cursor: string | null, filter = '', limit = 1000) =>
      readLog(folder, { log: 'system', filter, cursor, limit });
    const buffers = process.memoryUsage().arrayBuffers;
    const first = await page(null);
    expect(first.rows[0]?.line).toMatch(/^z{16000}…$/);
    expect(first.rows[1]?.line).toContain('line 999999 ');
    // A filter that nothing fits: pages without rows, each over a bounded part.
    let reads = 0;
    let most = 0;
    for (let cursor: string | null = null; reads === 0 || cursor !== null; reads += 1) {
      const found: Awaited<ReturnType<typeof page>> = await page(cursor, 'nowhere');
      cursor = found.next;
      most = Math.max(most, process.memoryUsage().arrayBuffers - buffers);
    }
    expect(most).toBeLessThan(8 * 1024 * 1024);
    expect(reads).toBeGreaterThan(3);
    expect(reads).toBeLessThan(20);
    const rare = await page(null, 'line 777 of');
    expect(rare.rows).toEqual([]);
    expect(rare.next).not.toBeNull();
    // All numbers, each once: their sum and count.
    let sum = 0;
    let count = 0;
    for (let cursor = first.next; cursor !== null; ) {
      const found: Awaited<ReturnType<typeof page>> = await page(cursor, '', 50_000);
      for (const { line } of found.rows) sum += Number(/line (\d+) /.exec(line)?.[1]);
      count += found.rows.length;
      cursor = found.next;
    }
    expect(count).toBe(1_000_000 - 999);
    expect(sum).toBe((999_000 * 999_001) / 2);
  });
});
