// protocol.handle: app://console/path is shown to Chromium as http://console.app.localhost/path, which a loopback server
// answers with the app's own handler, streaming request and response. Chromium holds *.localhost for a secure context
// and is told to connect to the server's port, so that the origin (and what is stored under it) outlives a restart.
const { createServer } = require('node:http');
const { Readable } = require('node:stream');
const { state, strict } = require('./state.cjs');

const handlers = new Map();
let server;

const NAME = '([a-z][a-z0-9+.-]*)';
const NATIVE = new RegExp(`^${NAME}://([^/?#]*)(.*)$`, 'i');
const SHOWN = new RegExp(`^http://([^/?#]+)\\.${NAME}\\.localhost(?=[/?#]|$)(.*)$`, 'i');

const toShown = (url) => {
  const [, scheme, host, rest] = NATIVE.exec(url) ?? [];
  return handlers.has(scheme) ? `http://${host || 'host'}.${scheme}.localhost${rest || '/'}` : url;
};
const toNative = (url) => {
  const [, host, scheme, rest] = SHOWN.exec(url) ?? [];
  return handlers.has(scheme) ? `${scheme}://${host}${rest}` : url;
};

function originOf(url) {
  try {
    const { protocol, host, origin } = new URL(url);
    return host ? `${protocol}//${host}` : origin;
  } catch {
    return 'null';
  }
}

const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (state.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.supportFetchAPI)
        throw new Error('stand-in: only standard + supportFetchAPI');
      handlers.set(scheme, undefined);
    }
  },
  handle(scheme, handler) {
    if (handlers.get(scheme)) throw new Error(`protocol ${scheme} is already handled`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => handlers.set(scheme, undefined),
  isProtocolHandled: (scheme) => Boolean(handlers.get(scheme)),
});

/** Headers that only the way over HTTP adds: Electron's handlers never see them. */
const TRANSPORT =
  /^(host|connection|accept-encoding|content-length|transfer-encoding|sec-fetch-.*|upgrade-insecure-requests)$/;
/** Headers that name an origin. */
const ORIGINS = new Set(['origin', 'referer']);

function requestOf(incoming, url) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (TRANSPORT.test(name)) continue;
    headers.set(name, ORIGINS.has(name) ? toNative(value) : String(value));
  }
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const body = hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {};
  return new Request(url, { method: incoming.method, headers, ...body });
}

/** Sends the body as it comes; a client that goes away cancels it (and nothing else, as in Electron). */
async function stream(body, outgoing) {
  const reader = body.getReader();
  outgoing.once('close', () => void reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) return;
    if (!outgoing.write(value)) await new Promise((go) => outgoing.once('drain', go).once('close', go));
  }
}

async function answer(incoming, outgoing) {
  const shown = `http://${incoming.headers.host}${incoming.url}`;
  const url = toNative(shown);
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (incoming.url === '/favicon.ico' || !handler) {
    outgoing.writeHead(handler ? 204 : 404).end(); // Chromium asks for the icon only because it sees http
    return;
  }
  const response = await handler(requestOf(incoming, url));
  if (response.status === 0) throw new Error('net::ERR_FAILED');
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.flushHeaders();
  if (response.body) await stream(response.body, outgoing);
  outgoing.end();
}

/** Starts the loopback server. Answers the switch that leads Chromium to it. */
async function serveSchemes() {
  server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => {
      console.error(`stand-in: ${incoming.method} ${incoming.url}:`, error);
      outgoing.destroy();
    });
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  server.unref();
  const rules = [...handlers.keys()].map((scheme) => `MAP *.${scheme}.localhost:80 127.0.0.1:${server.address().port}`);
  return `--host-resolver-rules=${rules.join(',')}`;
}

module.exports = { protocol, toShown, toNative, originOf, serveSchemes };
