/** Orders as rows. No rules here. */
import type { LicenseDocument, LicenseItem } from '../../core/license/document.ts';
import { instantOf } from '../../core/license/values.ts';
import type { OrderOnRecord } from '../../core/license/vendor-record.ts';
import { type Db, sql } from './open.ts';

/** A license item as ordered. `trialDays` becomes `trialUntil` when the order is authorized. */
export type OrderedItem = LicenseItem & { readonly trialDays?: number };

export interface OrderTerms {
  readonly type: LicenseDocument['type'];
  readonly structure: LicenseDocument['structure'];
  readonly everyDays: number;
  readonly graceDays: number;
  /** Epoch ms; only for trial licenses. */
  readonly expiresAt: number | null;
  readonly holder: LicenseDocument['holder'];
  readonly items: readonly OrderedItem[];
}

export interface Order extends OrderTerms, OrderOnRecord {
  readonly source: 'operator' | 'page';
  readonly createdAt: number;
  readonly authorizedAt: number | null;
  readonly blockedAt: number | null;
  readonly blockReason: string;
  readonly flaggedAt: number | null;
  readonly flagReason: string;
  /** Of the last document issued; 0: none yet. */
  readonly serial: number;
}

interface OrderRow {
  id: string;
  license_id: string;
  previous: string | null;
  superseded_by: string | null;
  source: 'operator' | 'page';
  created_at: number;
  authorized_at: number | null;
  blocked_at: number | null;
  block_reason: string;
  flagged_at: number | null;
  flag_reason: string;
  granted: number;
  serial: number;
  type: OrderTerms['type'];
  structure: OrderTerms['structure'];
  every_days: number;
  grace_days: number;
  expires_at: number | null;
  holder_name: string;
  holder_company: string;
  holder_email: string;
  holder_address: string;
  items: string;
}

const fromRow = (row: OrderRow): Order => ({
  id: row.id,
  licenseId: row.license_id,
  previous: row.previous ?? '',
  supersededBy: row.superseded_by ?? '',
  authorized: row.authorized_at !== null,
  blocked: row.blocked_at !== null,
  granted: row.granted,
  ...(row.expires_at === null ? {} : { expires: instantOf(row.expires_at) }),
  source: row.source,
  createdAt: row.created_at,
  authorizedAt: row.authorized_at,
  blockedAt: row.blocked_at,
  blockReason: row.block_reason,
  flaggedAt: row.flagged_at,
  flagReason: row.flag_reason,
  serial: row.serial,
  type: row.type,
  structure: row.structure,
  everyDays: row.every_days,
  graceDays: row.grace_days,
  expiresAt: row.expires_at,
  holder: {
    name: row.holder_name,
    company: row.holder_company,
    email: row.holder_email,
    address: row.holder_address,
  },
  items: JSON.parse(row.items) as OrderedItem[],
});

export function findOrder(db: Db, id: string): Order | undefined {
  const row = sql(db, 'SELECT * FROM orders WHERE id = ?').get(id) as OrderRow | undefined;
  return row && fromRow(row);
}

export const listOrders = (db: Db): Order[] =>
  (sql(db, 'SELECT * FROM orders ORDER BY created_at, rowid').all() as OrderRow[]).map(fromRow);

/** The order that extends this one, if one does and is not blocked. */
export function successorOf(db: Db, id: string): string | undefined {
  const row = sql(db, 'SELECT id FROM orders WHERE previous = ? AND blocked_at IS NULL').get(id);
  return (row as { id: string } | undefined)?.id;
}

export interface NewOrder extends OrderTerms {
  readonly id: string;
  readonly licenseId: string;
  /** Empty: none. */
  readonly previous: string;
  readonly source: Order['source'];
}

export function insertOrder(db: Db, order: NewOrder, now: number): void {
  sql(
    db,
    `INSERT INTO orders (id, license_id, previous, source, created_at, type, structure, every_days, grace_days,
       expires_at, holder_name, holder_company, holder_email, holder_address, items)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    order.id,
    order.licenseId,
    order.previous || null,
    order.source,
    now,
    order.type,
    order.structure,
    order.everyDays,
    order.graceDays,
    order.expiresAt,
    order.holder.name,
    order.holder.company,
    order.holder.email,
    order.holder.address,
    JSON.stringify(order.items),
  );
}

export const setAuthorized = (db: Db, id: string, items: readonly OrderedItem[], now: number): unknown =>
  sql(db, 'UPDATE orders SET authorized_at = ?, items = ? WHERE id = ?').run(now, JSON.stringify(items), id);

export const setBlocked = (db: Db, id: string, reason: string, at: number | null): unknown =>
  sql(db, 'UPDATE orders SET blocked_at = ?, block_reason = ? WHERE id = ?').run(at, reason, id);

export const setFlag = (db: Db, id: string, at: number | null, reason: string): unknown =>
  sql(db, 'UPDATE orders SET flagged_at = ?, flag_reason = ? WHERE id = ?').run(at, reason, id);

export const setSuperseded = (db: Db, id: string, by: string): unknown =>
  sql(db, 'UPDATE orders SET superseded_by = ? WHERE id = ?').run(by, id);

export const addGrant = (db: Db, id: string, activations: number): unknown =>
  sql(db, 'UPDATE orders SET granted = granted + ? WHERE id = ?').run(activations, id);

export const setSerial = (db: Db, id: string, serial: number): unknown =>
  sql(db, 'UPDATE orders SET serial = ? WHERE id = ?').run(serial, id);
