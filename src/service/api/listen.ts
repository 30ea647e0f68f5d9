/** The loopback listener. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ListenAddress } from '../config-schema.ts';
import { after } from '../schedule/timers.ts';
import { answer } from './http-bridge.ts';

export interface Listener {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Lets answers under way finish for `graceMs`, then cuts. */
  close(graceMs: number): Promise<void>;
}

export type Answer = (request: Request, loopback: boolean) => Promise<Response>;

/** Throws PORT_IN_USE, or CONFIG_INVALID for an address that this machine does not have. */
export async function listen(address: ListenAddress, handler: Answer): Promise<Listener> {
  // Idle connections are looked at once a minute: an idle service wakes up no more often (bench/idle.ts).
  const server = createServer({ connectionsCheckingInterval: 60_000 }, (req, res) => {
    const loopback = isLoopback(req.socket.remoteAddress);
    void answer(req, res, (request) => handler(request, loopback)).finally(() => {
      // Node keeps a connection whose last answer ended after close().
      if (!server.listening) server.closeIdleConnections();
    });
  });
  // An upload of 2 GiB over a slow tunnel is honest work; headers are not.
  server.requestTimeout = 3_600_000;
  server.headersTimeout = 30_000;
  await started(server, address);
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return { url: `http://${host}:${port}`, port, close: (graceMs) => closed(server, graceMs) };
}

function started(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, `${host}:${port}`)));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      resolve();
    });
  });
}

function explained(error: NodeJS.ErrnoException, address: string): Error {
  if (error.code === 'EADDRINUSE') return new SeatkeeperError('PORT_IN_USE', { address });
  return new SeatkeeperError('CONFIG_INVALID', { file: `The address ${address}`, detail: error.code ?? error.message });
}

function closed(server: Server, graceMs: number): Promise<void> {
  const forget = after(graceMs, () => server.closeAllConnections());
  return new Promise((resolve) => {
    server.close(() => {
      forget();
      resolve();
    });
    server.closeIdleConnections();
  });
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && (address === '::1' || /^(?:::ffff:)?127\./.test(address));
