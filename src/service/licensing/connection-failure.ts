/** Why a connection failed, told apart by stage (LICENSING 4): name resolution, connect, TLS, answer. */

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it did not finish its answer in time',
  ECONNRESET: 'the connection was closed before the answer was complete',
  EPIPE: 'the connection was closed before the answer was complete',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
};

/** The innermost reason of what `fetch` or a body's stream threw. */
export function failureInWords(error: unknown): string {
  let detail = '';
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError') return 'it did not answer in time';
    const code = (at as NodeJS.ErrnoException).code;
    if (typeof code !== 'string') continue;
    detail = WORDS[code] ?? (isTls(code) ? `TLS: ${code}` : code);
  }
  return detail || 'the connection failed';
}

const isTls = (code: string): boolean => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/.test(code);
