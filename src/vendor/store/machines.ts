/** The machines of an order and the documents they were given, as rows. */
import type { ValidatedMachine } from '../../core/license/vendor-validation.ts';
import { type Db, sql } from './open.ts';

export interface Machine extends ValidatedMachine {
  readonly id: number;
  readonly hostname: string;
  readonly version: string;
  /** The signing keys that it said to trust; null: never heard, the license was fetched as a file. */
  readonly keyIds: readonly string[] | null;
  readonly activatedAt: number;
  readonly releasedAt: number | null;
  /** The last contact that was refused since it was last given a document, and with which code. */
  readonly refusedAt: number | null;
  readonly refusal: string;
}

interface MachineRow {
  id: number;
  reference: string;
  hostname: string;
  version: string;
  key_ids: string | null;
  activated_at: number;
  contacted_at: number;
  released_at: number | null;
  serial: number;
  used_since: number;
  answered_serial: number;
  stale: number;
  refused_at: number | null;
  refusal: string;
}

const fromRow = (row: MachineRow): Machine => ({
  id: row.id,
  reference: row.reference,
  released: row.released_at !== null,
  hostname: row.hostname,
  version: row.version,
  keyIds: row.key_ids === null ? null : (JSON.parse(row.key_ids) as string[]),
  activatedAt: row.activated_at,
  contactedAt: row.contacted_at,
  releasedAt: row.released_at,
  serial: row.serial,
  usedSince: row.used_since,
  answeredSerial: row.answered_serial,
  stale: row.stale,
  refusedAt: row.refused_at,
  refusal: row.refusal,
});

/** From the first activated to the last. */
export const machinesOf = (db: Db, orderId: string): Machine[] =>
  (sql(db, 'SELECT * FROM machines WHERE order_id = ? ORDER BY id').all(orderId) as MachineRow[]).map(fromRow);

/** What a machine says of itself. Empty or absent where it was not asked (a file fetched by hand). */
export interface MachineReport {
  readonly reference: string;
  readonly hostname: string;
  readonly version: string;
  readonly keyIds?: readonly string[] | undefined;
}

/** The document that it is given. */
export interface Given {
  readonly serial: number;
  /** It answers a question of the machine: it is not a file. */
  readonly online: boolean;
}

const keyIdsText = (report: MachineReport): string | null => (report.keyIds ? JSON.stringify(report.keyIds) : null);

export function insertMachine(db: Db, orderId: string, report: MachineReport, given: Given, now: number): number {
  const { lastInsertRowid } = sql(
    db,
    `INSERT INTO machines (order_id, reference, hostname, version, key_ids, activated_at, contacted_at, used_since,
       serial, answered_serial)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    orderId,
    report.reference,
    report.hostname,
    report.version,
    keyIdsText(report),
    now,
    now,
    now,
    given.serial,
    given.online ? given.serial : 0,
  );
  return Number(lastInsertRowid);
}

/** The machine came again: its Reference ID as it is now, what it said of itself, and it is in use. */
export const renewMachine = (db: Db, id: number, report: MachineReport, given: Given, now: number): unknown =>
  sql(
    db,
    `UPDATE machines SET reference = ?, hostname = coalesce(nullif(?, ''), hostname),
       version = coalesce(nullif(?, ''), version), key_ids = coalesce(?, key_ids), contacted_at = ?,
       released_at = NULL, refused_at = NULL, refusal = '', serial = ?, answered_serial = max(answered_serial, ?)
     WHERE id = ?`,
  ).run(
    report.reference,
    report.hostname,
    report.version,
    keyIdsText(report),
    now,
    given.serial,
    given.online ? given.serial : 0,
    id,
  );

export const setUsedSince = (db: Db, id: number, since: number): unknown =>
  sql(db, 'UPDATE machines SET used_since = ? WHERE id = ?').run(since, id);

export const setStale = (db: Db, id: number, stale: number): unknown =>
  sql(db, 'UPDATE machines SET stale = ? WHERE id = ?').run(stale, id);

export const setRefused = (db: Db, id: number, code: string, now: number): unknown =>
  sql(db, 'UPDATE machines SET refused_at = ?, refusal = ? WHERE id = ?').run(now, code, id);

export const setReleased = (db: Db, id: number, now: number): unknown =>
  sql(db, 'UPDATE machines SET released_at = ? WHERE id = ?').run(now, id);

/** Orders that more than one machine could be in use for. */
export const ordersInParallel = (db: Db): string[] =>
  sql(
    db,
    'SELECT order_id FROM machines WHERE released_at IS NULL GROUP BY order_id HAVING count(*) > 1 ORDER BY order_id',
  )
    .pluck()
    .all() as string[];

export interface IssuedDocument {
  readonly orderId: string;
  readonly serial: number;
  readonly machineId: number;
  readonly keyId: string;
  /** Empty: the document answers no request. */
  readonly nonce: string;
  readonly xml: string;
}

export const insertDocument = (db: Db, document: IssuedDocument, now: number): unknown =>
  sql(
    db,
    'INSERT INTO documents (order_id, serial, machine_id, key_id, nonce, issued_at, xml) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(document.orderId, document.serial, document.machineId, document.keyId, document.nonce, now, document.xml);
