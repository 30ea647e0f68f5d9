/** Signing keys: public halves and states in the database, private ones in files that only the owner can read. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SeatkeeperError } from '../contract/errors.ts';
import { LICENSE_TYPE } from '../contract/licensing-wire.ts';
import { trustedKeyText } from '../core/license/trusted-keys.ts';
import { instantOf } from '../core/license/values.ts';
import { chooseSigningKey, nextKeyId, type SigningKeyState } from '../core/license/vendor-keys.ts';
import type { Sign } from '../core/ports.ts';
import { generateSigningKey, signerOf } from '../platform/crypto.ts';
import type { Clock } from './clock.ts';
import { folderError, keysFolder } from './data-folder.ts';
import { type Db, exclusively, sql } from './store/open.ts';
import { record } from './store/records.ts';

export interface SigningKey extends SigningKeyState {
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** From the oldest to the newest. */
export const listKeys = (db: Db): SigningKey[] =>
  sql(
    db,
    `SELECT id, public_key AS publicKey, state, created_at AS createdAt, changed_at AS changedAt
     FROM signing_keys ORDER BY number`,
  ).all() as SigningKey[];

/** `key 2026a:BASE64 active`: what comes after `key ` and before the state is the form that trusted_keys takes. */
export function describeKey(key: SigningKey): string {
  const since = key.state === 'retired' ? ` ${instantOf(key.changedAt)}` : '';
  return `key ${trustedKeyText(key)} ${key.state}${since}`;
}

const keyFile = (folder: string, id: string): string => join(keysFolder(folder), `${id}.key`);

/** On disk under its name only when it is whole. */
function writePrivateKey(folder: string, id: string, privateKey: string): void {
  const partial = `${keyFile(folder, id)}.partial`;
  rmSync(partial, { force: true });
  const file = openSync(partial, 'wx', 0o600);
  try {
    writeSync(file, `${privateKey}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, keyFile(folder, id));
  if (process.platform === 'win32') return;
  const directory = openSync(keysFolder(folder), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Makes a key and lets it sign. The file comes first: a crash in between leaves a file that no row names. */
export function addKey(db: Db, folder: string, clock: Clock): SigningKey {
  const now = clock.now();
  return exclusively(db, () => {
    const existing = listKeys(db).map((k) => k.id);
    const id = nextKeyId(existing, new Date(now).getUTCFullYear());
    const { publicKey, privateKey } = generateSigningKey();
    try {
      writePrivateKey(folder, id, privateKey);
    } catch (error) {
      throw folderError(folder, error);
    }
    sql(
      db,
      `INSERT INTO signing_keys (id, public_key, state, created_at, changed_at) VALUES (?, ?, 'active', ?, ?)`,
    ).run(id, publicKey, now, now);
    record(db, null, 'key made', id, now);
    return { id, publicKey, state: 'active', createdAt: now, changedAt: now };
  });
}

function keyNamed(db: Db, id: string): SigningKey {
  const key = listKeys(db).find((k) => k.id === id);
  if (!key) throw new SeatkeeperError('SIGNING_KEY_NOT_FOUND', { key: id });
  return key;
}

function setState(db: Db, key: SigningKey, state: SigningKey['state'], now: number): SigningKey {
  if (key.state === state) return key;
  sql(db, 'UPDATE signing_keys SET state = ?, changed_at = ? WHERE id = ?').run(state, now, key.id);
  record(db, null, `key ${state}`, key.id, now);
  return { ...key, state, changedAt: now };
}

/** From now on it signs nothing; what it signed stays valid. The last active key and a compromised one stay as they are. */
export function retireKey(db: Db, id: string, clock: Clock): SigningKey {
  return exclusively(db, () => {
    const key = keyNamed(db, id);
    if (key.state === 'compromised') throw new SeatkeeperError('INPUT_INVALID', { detail: `${id} is compromised` });
    const others = listKeys(db).some((k) => k.state === 'active' && k.id !== id);
    if (!others) throw new SeatkeeperError('INPUT_INVALID', { detail: `${id} is the last active key; rotate first` });
    return setState(db, key, 'retired', clock.now());
  });
}

/**
 * Nothing that it ever signed is to be believed again: machines get new documents with their next re-validation, and a
 * request that is repeated is not answered again with what it signed.
 */
export const compromiseKey = (db: Db, id: string, clock: Clock): SigningKey =>
  exclusively(db, () => {
    const key = keyNamed(db, id);
    sql(db, `DELETE FROM answers WHERE content_type LIKE '${LICENSE_TYPE}%' AND instr(body, ?) > 0`).run(
      `<signature algorithm="Ed25519" key="${key.id}">`,
    );
    return setState(db, key, 'compromised', clock.now());
  });

/** Private keys in use: making one ready costs as much as signing with it. A key never changes, and its id is not used again. */
const signers = new Map<string, Sign>();
const MAX_SIGNERS = 16;

function signerFrom(file: string): Sign {
  const known = signers.get(file);
  if (known) return known;
  const sign = signerOf(readFileSync(file, 'ascii').trim());
  if (signers.size >= MAX_SIGNERS) signers.clear();
  signers.set(file, sign);
  return sign;
}

/** The newest key that both sides know, ready to sign; throws KEY_UNAVAILABLE. */
export function signingKeyFor(
  db: Db,
  folder: string,
  known: readonly string[] | undefined,
): { id: string; sign: Sign } {
  const id = chooseSigningKey(listKeys(db), known);
  if (id === undefined) throw new SeatkeeperError('KEY_UNAVAILABLE');
  return { id, sign: signerFrom(keyFile(folder, id)) };
}
