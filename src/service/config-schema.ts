/** The shape of `seatkeeper.toml`. Strict: a misspelled key is refused, never ignored. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { TrustedKey } from '../core/license/keys.ts';
import { loadTrustedKeyTexts } from '../core/license/trusted-keys.ts';
import { MODULE_IDS } from '../core/seats/modules.ts';
import { parseMailServer } from './notices/smtp.ts';
import { serviceCommands } from './service-commands.ts';
import { parseWebAddress } from './web-address.ts';

/** Where a build asks for licenses unless it is told otherwise. */
const DEFAULT_LICENSING_URL = 'https://licensing.seatkeeper.example';
const DEFAULT_HTTP = '127.0.0.1:32000';

const webAddress = z.string().transform((text, ctx) => {
  const address = parseWebAddress(text);
  if (address !== undefined) return address;
  ctx.addIssue({ code: 'custom', message: 'must be an http:// or https:// address without password, ? and #' });
  return z.NEVER;
});

const mailAddress = z.union([z.literal(''), z.string().regex(/^[^\s@]+@[^\s@]+$/)], 'must be a mail address');

const smtpAddress = z
  .string()
  .refine((text) => text === '' || parseMailServer(text) !== undefined, 'must be like smtp://host:25');

/** `2026a:BASE64` each, as `vendor init` and `vendor key list` print them. */
const trustedKeys = z.array(z.string()).transform((texts, ctx): readonly TrustedKey[] => {
  const loaded = loadTrustedKeyTexts(texts);
  if (loaded.ok) return loaded.keys;
  ctx.addIssue({ code: 'custom', message: loaded.problem });
  return z.NEVER;
});

export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** `host:port`, `[::1]:port` or `:port` (loopback). Undefined if it is none. */
export function parseListen(text: string): ListenAddress | undefined {
  const found = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/\s]*)):(\d{1,5})$/.exec(text);
  const port = Number(found?.[3]);
  if (!found || port > 65_535) return undefined;
  return { host: found[1] ?? (found[2] || '127.0.0.1'), port };
}

/** Remote access is TLS only (DESIGN 6): plain HTTP never leaves the machine. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

const loopbackListener = z.string().refine((text) => {
  const address = parseListen(text);
  return address !== undefined && isLoopbackHost(address.host);
}, 'must be 127.0.0.1:PORT, localhost:PORT or [::1]:PORT: plain HTTP serves this machine only');

const anyListener = z
  .string()
  .refine((text) => text === '' || parseListen(text) !== undefined, 'must be HOST:PORT, or empty');

export const configFile = z.strictObject({
  licensing: z
    .strictObject({
      url: webAddress.default(DEFAULT_LICENSING_URL),
      development: z.boolean().default(false),
      trusted_keys: trustedKeys.prefault([]),
    })
    .prefault({}),
  notices: z
    .strictObject({
      smtp: smtpAddress.default(''),
      postmaster: mailAddress.default(''),
      vendor: mailAddress.default(''),
      also: z.array(mailAddress).default([]),
    })
    .prefault({}),
  services: z.strictObject(Object.fromEntries(MODULE_IDS.map((id) => [id, serviceCommands.optional()]))).prefault({}),
  listen: z.strictObject({ http: loopbackListener.default(DEFAULT_HTTP), https: anyListener.default('') }).prefault({}),
  uploads: z.strictObject({ max_mib: z.number().int().min(1).max(1_048_576).default(2048) }).prefault({}),
});
