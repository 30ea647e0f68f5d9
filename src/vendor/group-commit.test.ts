import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import { type Db, openDatabase } from './store/open.ts';
import { emptyFolder } from './vendor.testkit.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = emptyFolder();
  db = openDatabase(folder);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string) => db.prepare("INSERT INTO settings VALUES (?, 'x')").run(name).changes;
const names = () => db.prepare('SELECT name FROM settings ORDER BY name').pluck().all();

it('jobs share a transaction; one that fails undoes itself alone', async () => {
  const commits = createGroupCommit(db);
  const outcomes = await Promise.allSettled([
    commits.run(() => put('a')),
    commits.run(() => {
      put('b');
      throw new Error('half done');
    }),
    commits.run(() => put('c')),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(names()).toEqual(['a', 'c']);
});

it('nobody is answered before the commit', async () => {
  const commits = createGroupCommit(db);
  const other = openDatabase(folder);
  const seen = commits.run(() => put('a')).then(() => other.prepare('SELECT count(*) FROM settings').pluck().get());
  await commits.run(() => put('b'));
  expect(await seen).toBe(2);
  other.close();
});

it('when the commit itself fails, everybody is told and nothing is kept', async () => {
  const commits = createGroupCommit(db);
  db.exec('CREATE TABLE parent (id PRIMARY KEY)');
  db.exec('CREATE TABLE child (p REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED)');
  const outcomes = await Promise.allSettled([
    commits.run(() => put('a')),
    commits.run(() => db.exec('INSERT INTO child VALUES (7)')),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected']);
  expect(names()).toEqual([]);
  await commits.run(() => put('later'));
  expect(names()).toEqual(['later']);
});

it('with more than can wait, the next one is told when to come again; the others are served', async () => {
  const commits = createGroupCommit(db, 2);
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => commits.run(() => put(name))));
  expect(outcomes[2]).toMatchObject({ reason: { code: 'LICENSING_SERVER_BUSY', params: { seconds: 30 } } });
  expect(names()).toEqual(['a', 'b']);
});

it('what waits at the end is committed', async () => {
  const commits = createGroupCommit(db);
  const waiting = Promise.all(['a', 'b'].map((name) => commits.run(() => put(name))));
  commits.close();
  await waiting;
  expect(names()).toEqual(['a', 'b']);
});
