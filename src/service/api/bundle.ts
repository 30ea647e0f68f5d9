/** Serves the console's bundle with a strict policy; the same to browsers and to Electron's `app://console/`. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** React's `style` goes through CSSOM and needs nothing; Emotion's style elements need the nonce. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const NONCE_PLACE = '__CSP_NONCE__';

/**
 * A file of `folder`, by the path of a URL below the mount (`/`, `/assets/index-1a2b.js`; still percent-encoded).
 * `/` and `/index.html` get a new nonce each time. 404 for anything else, also outside of the folder.
 */
export async function serveBundle(folder: string, path: string): Promise<Response> {
  const name = fileName(path);
  if (name === undefined) return notFound();
  const root = resolve(folder);
  const file = join(root, name);
  if (name === 'index.html') return servePage(file);
  const found = file.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
  const type = TYPES[extname(name).toLowerCase()];
  if (!found?.isFile() || type === undefined) return notFound();
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': type,
      'content-length': String(found.size),
      // Names under assets/ carry a hash of their content.
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

/** Undefined for what no file of a bundle is called: empty or dotted parts, backslashes, NUL. */
function fileName(path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const name = decoded.replace(/^\//, '') || 'index.html';
  const parts = name.split('/');
  return parts.every((part) => /^[\w@+~-][\w.@+~-]*$/.test(part)) ? name : undefined;
}

async function servePage(file: string): Promise<Response> {
  const html = await readFile(file, 'utf8').catch(() => undefined);
  if (html === undefined) return notFound();
  const nonce = randomBytes(16).toString('base64');
  return new Response(html.replaceAll(NONCE_PLACE, nonce), {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
    },
  });
}

const notFound = (): Response =>
  new Response('Not found', { status: 404, headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain' } });
