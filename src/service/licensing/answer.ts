/** Is what the licensing server answered the document that was asked for? Not judged yet (LICENSING 2, 4). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { readLicense } from '../../core/license/read.ts';
import { type LicensingServer, notTheServer } from './client.ts';
import { type InForce, PORTS } from './in-force.ts';

/** Throws NOT_THE_LICENSING_SERVER, LICENSE_UNKNOWN_KEY or LICENSE_SIGNATURE_INVALID. */
export function readAnswer(
  answer: Uint8Array,
  asked: { readonly orderId: string; readonly nonce: string },
  { server, trustedKeys }: { readonly server: LicensingServer; readonly trustedKeys: readonly TrustedKey[] },
): InForce {
  const read = readLicense(answer, trustedKeys, PORTS);
  if (!read.ok && read.outcome === 'LICENSE_MALFORMED') {
    throw notTheServer(server, `its answer is no license: ${read.params.detail}`);
  }
  if (!read.ok) throw new SeatkeeperError(read.outcome, read.params);
  const { document } = read;
  if (document.answer?.nonce !== asked.nonce) throw notTheServer(server, 'its answer is one to another question');
  if (document.order.id !== asked.orderId) throw notTheServer(server, 'its answer is about another order');
  return { document, xml: new TextDecoder('utf-8', { ignoreBOM: true }).decode(answer) };
}
