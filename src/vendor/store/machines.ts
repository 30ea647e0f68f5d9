/** The machines of an order and the documents they were given, as rows. */
import type { MachineOnRecord } from '../../core/license/vendor-rules.ts';
import { type Db, sql } from './open.ts';

export interface Machine extends MachineOnRecord {
  readonly id: number;
  readonly hostname: string;
  readonly version: string;
  /** The signing keys that it said to trust; null: never heard, the license was fetched as a file. */
  readonly keyIds: readonly string[] | null;
  readonly activatedAt: number;
  /** The last time it was given a document. A refused contact is not use (LICENSING 4). */
  readonly contactedAt: number;
  readonly releasedAt: number | null;
  /** Of the last document that it was given. */
  readonly serial: number;
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

const keyIdsText = (report: MachineReport): string | null => (report.keyIds ? JSON.stringify(report.keyIds) : null);

export function insertMachine(db: Db, orderId: string, report: MachineReport, serial: number, now: number): number {
  const { lastInsertRowid } = sql(
    db,
    `INSERT INTO machines (order_id, reference, hostname, version, key_ids, activated_at, contacted_at, serial)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(orderId, report.reference, report.hostname, report.version, keyIdsText(report), now, now, serial);
  return Number(lastInsertRowid);
}

/** The machine came again: its Reference ID as it is now, what it said of itself, and it is in use. */
export const renewMachine = (db: Db, id: number, report: MachineReport, serial: number, now: number): unknown =>
  sql(
    db,
    `UPDATE machines SET reference = ?, hostname = coalesce(nullif(?, ''), hostname),
       version = coalesce(nullif(?, ''), version), key_ids = coalesce(?, key_ids), contacted_at = ?,
       released_at = NULL, serial = ? WHERE id = ?`,
  ).run(report.reference, report.hostname, report.version, keyIdsText(report), now, serial, id);

export const setReleased = (db: Db, id: number, now: number): unknown =>
  sql(db, 'UPDATE machines SET released_at = ? WHERE id = ?').run(now, id);

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
