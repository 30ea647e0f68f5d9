/** Who a request over HTTP comes from: the local token, or a browser's session. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Caller, ClientKind } from './context.ts';
import { type Sessions, sameSecret } from './sessions.ts';

export interface Authentication {
  readonly localToken: string;
  readonly sessions: Sessions;
  /** Cookies know no ports: the name tells services of one machine apart. */
  readonly cookieName: string;
}

/** How a program names itself for the audit trail; it grants nothing. */
export const CLIENT_HEADER = 'x-seatkeeper-client';

/** Undefined: nobody. A wrong token is refused at once, so that a program learns that it holds a stale one. */
export function callerOf(headers: Headers, loopback: boolean, rest: boolean, auth: Authentication): Caller | undefined {
  const bearer = /^Bearer ([\w-]{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (headers.has('authorization')) {
    if (!bearer || !loopback || !sameSecret(bearer, auth.localToken)) throw new SeatkeeperError('NOT_SIGNED_IN');
    return { who: 'local', role: 'admin', client: rest ? 'api' : clientKind(headers), local: true };
  }
  const secret = cookieOf(headers.get('cookie') ?? '', auth.cookieName);
  const caller = secret === undefined ? undefined : auth.sessions.callerOf(secret);
  return caller && rest ? { ...caller, client: 'api' } : caller;
}

const clientKind = (headers: Headers): ClientKind => {
  const named = headers.get(CLIENT_HEADER);
  return named === 'console' || named === 'web' || named === 'api' ? named : 'tool';
};

function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}
