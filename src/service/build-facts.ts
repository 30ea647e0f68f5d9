/** What is compiled into a build: its version, and the vendor keys that it trusts (LICENSING 2). */
import { z } from 'zod';
import trustedKeysFile from '../../assets/trusted-keys.json' with { type: 'json' };
import packageFile from '../../package.json' with { type: 'json' };
import type { TrustedKey } from '../core/license/keys.ts';

export const VERSION: string = z.object({ version: z.string() }).parse(packageFile).version;

const trustedKey = z.strictObject({
  id: z.string().min(1),
  publicKey: z.base64(),
  state: z.enum(['active', 'retired', 'compromised']),
  retiredAt: z.iso.datetime().optional(),
});

/** A build whose key list is broken must not start: it would refuse every license. */
export const BUILD_KEYS: readonly TrustedKey[] = z
  .strictObject({ keys: z.array(trustedKey) })
  .parse(trustedKeysFile)
  .keys.map(({ retiredAt, ...key }) => (retiredAt === undefined ? key : { ...key, retiredAt }));
