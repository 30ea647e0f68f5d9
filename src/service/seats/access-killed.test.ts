import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { testFolder, testServer } from '../store/store.testkit.ts';

/** Kills the process after so many allowed first accesses; returns what it had allowed. */
async function allowedBeforeKill(folder: string, after: number): Promise<string[]> {
  const file = join(import.meta.dirname, 'accessing.testkit.ts');
  const child = spawn(process.execPath, [file, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const allowed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    allowed.push(line);
    if (allowed.length === after) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return allowed;
}

test('LICENSING 6: killed at any moment, every first access that was allowed is on record, and the numbers are exact', {
  timeout: 60_000,
}, async () => {
  for (const after of [1, 29, 61]) {
    const folder = await testFolder();
    const before = await testServer(folder);
    await before.domains.create({ name: 'a.example', variables: {} });
    await before.close();
    const allowed = await allowedBeforeKill(folder.folder, after);
    expect(allowed.length).toBeGreaterThanOrEqual(after);

    const server = await testServer(folder);
    const { read } = server.store;
    const found = await read
      .selectFrom('access')
      .innerJoin('address', 'address.id', 'access.address_id')
      .leftJoin('seat', 'seat.address_id', 'address.id')
      .select(['address.local as local', 'seat.pool as seat'])
      .execute();
    const stored = new Set(found.map(({ local, seat }) => `${local} ${seat === null ? 'trial' : 'seat'}`));
    expect(allowed.filter((line) => !stored.has(line))).toEqual([]);
    const seats = found.filter(({ seat }) => seat !== null).length;
    const pool = await read.selectFrom('pool').selectAll().where('key', '=', 'module:im').executeTakeFirstOrThrow();
    expect(pool).toMatchObject({ assigned: seats, trials: found.length - seats });
    expect(seats).toBe(Math.min(40, found.length));
    await server.close();
    await folder.remove();
  }
});
