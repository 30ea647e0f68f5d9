/** node:crypto behind core's ports. Ed25519 keys travel raw; node wants them in DER (RFC 8410). */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { CryptoPort, Sign } from '../core/ports.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Making a KeyObject costs half a verification. There are only a handful of trusted keys. */
const MAX_KEPT_KEYS = 64;
const keys = new Map<string, KeyObject>();

function publicKeyObject(raw: Uint8Array): KeyObject {
  const name = Buffer.from(raw).toString('latin1');
  const kept = keys.get(name);
  if (kept) return kept;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  if (keys.size >= MAX_KEPT_KEYS) keys.clear();
  keys.set(name, key);
  return key;
}

function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    return verify(null, message, publicKeyObject(publicKey), signature);
  } catch {
    return false;
  }
}

export const nodeCrypto: CryptoPort = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hmacSha256: (key, value) => createHmac('sha256', key).update(value).digest(),
  verifyEd25519,
};

/** A new signing key: `publicKey` raw (32 bytes) and `privateKey` PKCS8 DER, both base64. The latter is the vendor's secret. */
export function generateSigningKey(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(SPKI_PREFIX.length).toString('base64'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** `privateKey`: base64 PKCS8 DER. Throws if it is no Ed25519 key. */
export function signerOf(privateKey: string): Sign {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return (message) => sign(null, message, key);
}
