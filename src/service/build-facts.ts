/** What is compiled into a build: its version, and the vendor keys that it trusts (LICENSING 2). */
import { z } from 'zod';
import trustedKeysFile from '../../assets/trusted-keys.json' with { type: 'json' };
import packageFile from '../../package.json' with { type: 'json' };
import type { TrustedKey } from '../core/license/keys.ts';
import { loadTrustedKeys } from '../core/license/trusted-keys.ts';

export const VERSION: string = z.object({ version: z.string() }).parse(packageFile).version;

/** A build whose key list is broken must not start: it would refuse every license. */
function buildKeys(): readonly TrustedKey[] {
  const { keys } = z.strictObject({ keys: z.array(z.unknown()) }).parse(trustedKeysFile);
  const loaded = loadTrustedKeys(keys);
  if (!loaded.ok) throw new Error(`assets/trusted-keys.json: ${loaded.problem}`);
  return loaded.keys;
}
export const BUILD_KEYS = buildKeys();
