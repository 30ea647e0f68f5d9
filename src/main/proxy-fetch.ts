/** Chromium's fetch, which knows the system's proxy, with failures named as Node names them (LICENSING 4). */

/** Electron's `net.fetch`, or one like it. */
export type NetFetch = (url: string, init: RequestInit) => Promise<Response>;

const NODE_CODES: Readonly<Record<string, string>> = {
  ERR_NAME_NOT_RESOLVED: 'ENOTFOUND',
  ERR_NAME_RESOLUTION_FAILED: 'EAI_AGAIN',
  ERR_CONNECTION_REFUSED: 'ECONNREFUSED',
  ERR_ADDRESS_UNREACHABLE: 'EHOSTUNREACH',
  ERR_INTERNET_DISCONNECTED: 'ENETUNREACH',
  ERR_NETWORK_CHANGED: 'ENETUNREACH',
  ERR_CONNECTION_TIMED_OUT: 'ETIMEDOUT',
  ERR_TIMED_OUT: 'ETIMEDOUT',
  ERR_CONNECTION_RESET: 'ECONNRESET',
  ERR_CONNECTION_CLOSED: 'ECONNRESET',
  ERR_EMPTY_RESPONSE: 'ECONNRESET',
};

/** What Chromium says when a redirect is met that may not be followed. */
const REDIRECTED = /redirect was cancell?ed/i;

export const proxyFetch =
  (netFetch: NetFetch): NetFetch =>
  async (url, init) => {
    try {
      return await netFetch(url, init);
    } catch (error) {
      const text = error instanceof Error ? error.message : '';
      if (init.redirect === 'manual' && REDIRECTED.test(text)) return new Response(null, { status: 302 });
      const name = /net::(ERR_\w+)/.exec(text)?.[1];
      if (name === undefined) throw error;
      const cause = Object.assign(new Error(text), { code: NODE_CODES[name] ?? name });
      throw new TypeError('fetch failed', { cause });
    }
  };
