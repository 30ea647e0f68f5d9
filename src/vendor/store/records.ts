/** Small tables: history of an order, answers by Idempotency-Key, settings. */

import { createHash } from 'node:crypto';
import { SeatkeeperError } from '../../contract/errors.ts';
import { DAY } from '../../core/calendar.ts';
import { type Db, sql } from './open.ts';

export interface HistoryEntry {
  readonly at: number;
  readonly event: string;
  readonly detail: string;
}

/** What happened to an order (or, without one, to the server): for operators, never shown to customers. */
export const record = (db: Db, orderId: string | null, event: string, detail: string, now: number): unknown =>
  sql(db, 'INSERT INTO history (at, order_id, event, detail) VALUES (?, ?, ?, ?)').run(now, orderId, event, detail);

export const historyOf = (db: Db, orderId: string): HistoryEntry[] =>
  sql(db, 'SELECT at, event, detail FROM history WHERE order_id = ? ORDER BY id').all(orderId) as HistoryEntry[];

/** Kept longer than a service repeats a request (72 h). */
export const ANSWER_KEPT_MS = 7 * DAY;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Same route and same content: the same fingerprint. `content` is flat and its keys come from a schema. */
export const fingerprintOf = (route: string, content: object): string =>
  createHash('sha256')
    .update(`${route}\n${JSON.stringify(content)}`)
    .digest('base64url');

/** The stored answer of this key; throws IDEMPOTENCY_MISMATCH if it was another request's. */
export function storedAnswer(db: Db, key: string, fingerprint: string): Answer | undefined {
  const row = sql(db, 'SELECT * FROM answers WHERE key = ?').get(key) as
    | { fingerprint: string; status: number; content_type: string; body: string }
    | undefined;
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint) throw new SeatkeeperError('IDEMPOTENCY_MISMATCH');
  return { status: row.status, contentType: row.content_type, body: row.body };
}

export const storeAnswer = (db: Db, key: string, fingerprint: string, answer: Answer, now: number): unknown =>
  sql(db, 'INSERT INTO answers (key, fingerprint, status, content_type, body, made_at) VALUES (?, ?, ?, ?, ?, ?)').run(
    key,
    fingerprint,
    answer.status,
    answer.contentType,
    answer.body,
    now,
  );

/** Forgets what nobody repeats any more. */
export function forgetOld(db: Db, now: number): void {
  sql(db, 'DELETE FROM answers WHERE made_at < ?').run(now - ANSWER_KEPT_MS);
  sql(db, 'DELETE FROM links WHERE expires_at < ?').run(now);
}

export function setting(db: Db, name: string): string | undefined {
  const row = sql(db, 'SELECT value FROM settings WHERE name = ?').get(name) as { value: string } | undefined;
  return row?.value;
}

export const setSetting = (db: Db, name: string, value: string): unknown =>
  sql(
    db,
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value);
