/** Making license documents: the vendor's side of LICENSING 2. */
import type { Sign } from '../ports.ts';
import { toBase64 } from './base64.ts';
import type { LicenseDocument } from './document.ts';
import { frameText, MAX_LICENSE_BYTES } from './frame.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from './pae.ts';
import { renderLicense } from './render.ts';
import { documentProblem } from './rules.ts';
import { isKeyId } from './trusted-keys.ts';
import { utf8Bytes } from './utf8.ts';

/**
 * The text from `<license ` to `</license>`. Throws RangeError with the problem in words for a document that no reader
 * would accept; ask `documentProblem` first where a person could have caused it.
 */
export function buildLicense(document: LicenseDocument): string {
  const problem = documentProblem(document);
  if (problem !== undefined) throw new RangeError(`not a license document: ${problem}`);
  return renderLicense(document);
}

/** The whole license.xml, signed. Throws RangeError like buildLicense, and when the file would be over 64 KiB. */
export function signLicense(document: LicenseDocument, keyId: string, sign: Sign): string {
  if (!isKeyId(keyId)) throw new RangeError(`not a key id: ${keyId}`);
  const license = buildLicense(document);
  const signature = sign(preAuthEncoding(LICENSE_PAE_TYPE, utf8Bytes(license)));
  const file = frameText({ license, keyId, signature: toBase64(signature) });
  if (utf8Bytes(file).length > MAX_LICENSE_BYTES) throw new RangeError('the license would be over 64 KiB');
  return file;
}
