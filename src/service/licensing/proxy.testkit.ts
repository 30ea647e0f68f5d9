/** A proxy on loopback, and a certificate that only tests believe (licensing.test, localhost, 127.0.0.1; until 2125). */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** `CONNECT host:port`, `GET http://…`, with the credentials if there were any. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** Leads every request to `port` of loopback, whatever name it has. `status`: refuses it instead. */
export async function testProxy(port: number, status = 200): Promise<TestProxy> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const note = (method = '', target = '', auth = ''): void => {
    const login = Buffer.from(auth.replace(/^Basic /, ''), 'base64').toString();
    seen.push([method, target, login].join(' ').trim());
  };
  const server = createServer((request, response) => {
    note(request.method, request.url, request.headers['proxy-authorization']);
    if (status !== 200) return void response.writeHead(status).end('no');
    const { pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = httpRequest({ host: '127.0.0.1', port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    note('CONNECT', request.url, request.headers['proxy-authorization']);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => onward.destroy());
    sockets.add(onward);
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    seen,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmYsiIDrZVmRcXBNd
D/47B9lzxmrqSLaZFVwRb9hw9uGhRANCAAQ+y0RI7A9h495k3Me4h4ySj6EtwJZO
ygPiqEhys60KyzfTsvf822ztxENOdTkd0i1lpc+6+2uVitCSUq38ogKj
-----END PRIVATE KEY-----`;

export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBuDCCAV2gAwIBAgIBATAKBggqhkjOPQQDAjA0MRkwFwYDVQQKDBBTZWF0a2Vl
cGVyIHRlc3RzMRcwFQYDVQQDDA5saWNlbnNpbmcudGVzdDAgFw0yMDAxMDEwMDAw
MDBaGA8yMTI1MDEwMTAwMDAwMFowNDEZMBcGA1UECgwQU2VhdGtlZXBlciB0ZXN0
czEXMBUGA1UEAwwObGljZW5zaW5nLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMB
BwNCAAQ+y0RI7A9h495k3Me4h4ySj6EtwJZOygPiqEhys60KyzfTsvf822ztxENO
dTkd0i1lpc+6+2uVitCSUq38ogKjo14wXDAqBgNVHREEIzAhgg5saWNlbnNpbmcu
dGVzdIIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYE
FCyqhFJ87w9kRJ6/oDelj088U947MAoGCCqGSM49BAMCA0kAMEYCIQCd2EM3bjLY
F+PrxB1myQXzQNcnIlOOxiCThx1aZq39MwIhAPTUfDMWZrJYygQiBcWt3yBwBWqh
/BBoFFwskbQ9/JHn
-----END CERTIFICATE-----`;
