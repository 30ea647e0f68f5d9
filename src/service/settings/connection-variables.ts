/** The way to the licensing server: may be changed in every phase (LICENSING 5). */
import { parseProxy } from '../licensing/proxy.ts';
import { parseWebAddress } from '../web-address.ts';
import { hidePassword } from './secret-address.ts';
import type { StoredVariable } from './variables.ts';

export const LICENSING_SERVER = 'C_LicensingServer';
export const LICENSING_PROXY = 'C_LicensingProxy';

/** Lower case. */
export const CONNECTION_NAMES: ReadonlySet<string> = new Set(
  [LICENSING_SERVER, LICENSING_PROXY].map((name) => name.toLowerCase()),
);

export const CONNECTION_VARIABLES: readonly StoredVariable[] = [
  {
    name: LICENSING_SERVER,
    description: 'Address of the licensing server; empty: the one of seatkeeper.toml',
    initial: ({ licensingUrl }) => licensingUrl,
    parse: (text) => (text.trim() === '' ? '' : parseWebAddress(text.trim())),
    values: 'an http:// or https:// address without password, ? and #, or empty',
  },
  {
    name: LICENSING_PROXY,
    description: 'Proxy to the licensing server: http://host:port, direct for none; empty: the system’s',
    initial: () => '',
    parse: (text) => (text.trim() === '' ? '' : parseProxy(text.trim())),
    values: 'http://host:port, direct, or empty',
    shown: hidePassword,
  },
];
