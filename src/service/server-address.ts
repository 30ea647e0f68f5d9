/** The address by which others know this server, for mails about it. */
import { networkInterfaces } from 'node:os';

/** The first address that is not of this machine alone, IPv4 before IPv6; empty if there is none. */
export function serverAddress(interfaces = networkInterfaces()): string {
  const known = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return (known.find(({ family }) => family === 'IPv4') ?? known[0])?.address ?? '';
}
