/** Work that dies half way, and what must be true afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { digestOf, type TestFolder, testServer } from './store.testkit.ts';
import type { TaskInput, TaskKind } from './tasks.ts';

/** Runs a task in a process of its own, which dies at its n-th sign of progress (0: never). How it ended. */
export async function killedAt<K extends TaskKind>(
  folder: TestFolder,
  signs: number,
  kind: K,
  input: TaskInput<K>,
): Promise<unknown> {
  const script = join(import.meta.dirname, 'dying.testkit.ts');
  const argv = [script, folder.folder, kind, JSON.stringify(input), String(signs)];
  const [code, signal] = await once(spawn(process.execPath, argv, { stdio: 'inherit' }), 'exit');
  return signal ?? code;
}

/** Nothing was changed, and nothing stays locked. */
export async function expectIntact(folder: TestFolder, before: string): Promise<void> {
  const { store, close } = await testServer(folder);
  expect(await digestOf(store)).toBe(before);
  const row = { name: 'it can be written', value: '' };
  await store.write((trx) =>
    trx
      .insertInto('setting')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute(),
  );
  await close();
}
