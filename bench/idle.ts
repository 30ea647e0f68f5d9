/**
 * What an idle control service costs with 1,000,000 accounts: memory, and how often the scheduler wakes up.
 * Memory is that of a real process from source; wake-ups are counted at the scheduler's own timer over a simulated day.
 * Run: node bench/idle.ts
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advance } from '../src/core/lifecycle/advance.ts';
import { sleepUntil } from '../src/core/lifecycle/clock.ts';
import { initialWatchState } from '../src/core/lifecycle/watch-state.ts';
import { filledStore, inFolder } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const REST_MS = 60_000;
const MIB = 1024;

/** Resident memory of a process, in MiB. */
const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / MIB;

/** How often the main thread of a process gave up the processor and was woken again. */
const wakeUps = (pid: number): number =>
  Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8'))?.[1] ?? 0);

/** Shortest time between two looks of the scheduler at a state that nothing happens to, over 30 days. */
function shortestSleep(): number {
  let now = { system: Date.parse('2026-11-21T10:00:00Z'), uptime: 0 };
  let state = initialWatchState({ now, timeZone: 'UTC' });
  let shortest = Number.POSITIVE_INFINITY;
  for (const end = now.uptime + 10 * 86_400_000; now.uptime < end; ) {
    const step = advance(state, now);
    state = step.state;
    const sleep = Math.ceil(sleepUntil(state.clock, step.wakeAt));
    shortest = Math.min(shortest, sleep);
    now = { system: now.system + sleep, uptime: now.uptime + sleep };
  }
  return shortest;
}

await inFolder(async (folder) => {
  await (await filledStore(folder, ACCOUNTS)).close();
  const entry = join(import.meta.dirname, '../src/cli/service-entry.ts');
  const child = spawn(process.execPath, [entry, '--data', folder, '--http', '127.0.0.1:0'], {
    env: { ...process.env, SEATKEEPER_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const before = wakeUps(pid);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const woken = wakeUps(pid) - before;
    console.log(`       main thread woken ${woken} times in ${REST_MS / 1000} s of rest`);
    ratio('resident memory in MiB', resident(pid), { atMost: 200 });
    ratio('shortest sleep of the scheduler in minutes', shortestSleep() / 60_000, { atLeast: 1 });
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
