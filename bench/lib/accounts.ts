/** Accounts for benchmarks: made up, always the same, in no order. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVALUATION } from '../../src/core/lifecycle/evaluation.ts';
import { MODULES } from '../../src/core/seats/modules.ts';
import { scopeMasks } from '../../src/core/seats/scopes.ts';
import { openStore } from '../../src/service/store/open.ts';

export const MODULE_MASKS = MODULES.map((m) => m.mask);
export const SCOPES = scopeMasks(EVALUATION);
export const CSV_COLUMNS = ['address', 'name', 'type', 'disabled', 'U_IM', 'U_GW'];

/** The same numbers in every run: a linear congruence. */
function numbers(): () => number {
  let state = 20261121;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** A CSV file of `count` accounts in 97 domains. */
export async function writeCsv(file: string, count: number): Promise<void> {
  const next = numbers();
  const out = createWriteStream(file);
  const bit = (share: number) => (next() < share ? 1 : 0);
  let text = `${CSV_COLUMNS.join(',')}\n`;
  for (let i = 0; i < count; i++) {
    const local = `${Math.floor(next() * 1e9).toString(36)}.${i}`;
    text += `${local}@d${i % 97}.example.com,User Number ${i},${bit(0.05)},${bit(0.03)},${bit(0.5)},${bit(0.7)}\n`;
    if (text.length > 1e6 && !out.write(text)) await once(out, 'drain');
    if (text.length > 1e6) text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const openIn = (folder: string) =>
  openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });

/** A store with `count` accounts and all counters. */
export async function filledStore(folder: string, count: number) {
  const csv = join(folder, 'accounts.csv');
  await writeCsv(csv, count);
  const store = await openIn(folder);
  await store.runTask('import', { file: csv, format: 'csv', dryRun: false, now: 0, auditId: 1 });
  await store.runTask('count-scopes', { masks: SCOPES });
  return store;
}
