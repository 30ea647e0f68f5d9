/** The license in force, as the database holds it: believed only after its signature was verified again (DESIGN 6). */
import type { Kysely, Transaction } from 'kysely';
import type { LicenseDocument } from '../../core/license/document.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { readLicense } from '../../core/license/read.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import type { Schema } from '../store/schema.ts';

export const PORTS = { crypto: nodeCrypto, parseXml };

export interface InForce {
  readonly document: LicenseDocument;
  /** The file, byte for byte. */
  readonly xml: string;
}

/**
 * Undefined when there is none, or when what is stored was never signed by a vendor: a database edited by hand does not
 * count as licensed. `withdrawn`: signed with a key that has turned compromised since, or was retired before the issue:
 * a failed re-validation, not a stop (LICENSING 2).
 */
export async function loadInForce(
  db: Kysely<Schema>,
  keys: readonly TrustedKey[],
): Promise<{ license: InForce; withdrawn: boolean } | undefined> {
  const row = await db.selectFrom('license').select('document').where('in_force', '=', 1).executeTakeFirst();
  if (!row) return undefined;
  const authentic = readLicense(row.document, keys.map(regardlessOfState), PORTS);
  if (!authentic.ok) return undefined;
  const license = { document: authentic.document, xml: row.document };
  return { license, withdrawn: !readLicense(row.document, keys, PORTS).ok };
}

const regardlessOfState = ({ id, publicKey }: TrustedKey): TrustedKey => ({ id, publicKey, state: 'active' });

/** The document before it goes out of force, this one comes in. */
export async function putInForce(trx: Transaction<Schema>, license: InForce, now: number): Promise<void> {
  const { document, xml } = license;
  await trx.updateTable('license').set({ in_force: 0 }).where('in_force', '=', 1).execute();
  await trx
    .insertInto('license')
    .values({
      license_id: document.id,
      order_id: document.order.id,
      serial: document.serial,
      issued_at: Date.parse(document.issued),
      applied_at: now,
      in_force: 1,
      document: xml,
    })
    .execute();
}
