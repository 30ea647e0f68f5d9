import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyFolder } from '../vendor.testkit.ts';
import { MIGRATIONS } from './migrations.ts';
import { type Db, openDatabase } from './open.ts';

let folder: string;
const open: Db[] = [];
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  rmSync(folder, { recursive: true, force: true });
});
const opened = (migrations?: readonly string[]): Db => {
  const db = openDatabase(folder, migrations);
  open.push(db);
  return db;
};
const version = (db: Db) => db.pragma('user_version', { simple: true });

it('every commit is on disk before it counts', () => {
  const db = opened();
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
});

it('a newer version takes the data along and keeps a copy of the file as it was', () => {
  opened().prepare("INSERT INTO settings VALUES ('a', '1')").run();
  const db = opened([...MIGRATIONS, 'ALTER TABLE settings ADD COLUMN more TEXT']);
  expect(db.prepare('SELECT * FROM settings').all()).toEqual([{ name: 'a', value: '1', more: null }]);
  const copy = `vendor-schema-${MIGRATIONS.length}.db`;
  expect(readdirSync(join(folder, 'backups'))).toEqual([copy]);
  const before = new Database(join(folder, 'backups', copy), { readonly: true });
  open.push(before);
  expect(before.prepare('SELECT * FROM settings').all()).toEqual([{ name: 'a', value: '1' }]);
  expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700);
});

it('a step that fails is undone, with all that it did', () => {
  opened();
  expect(() =>
    openDatabase(folder, [...MIGRATIONS, 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)']),
  ).toThrow();
  const db = opened();
  expect(version(db)).toBe(MIGRATIONS.length);
  expect(db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
});

it('another program’s database is not touched', () => {
  const other = new Database(join(folder, 'vendor.db'));
  other.exec('CREATE TABLE theirs (x); PRAGMA user_version = 1');
  other.close();
  expect(() => openDatabase(folder)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
});
