/** Browser sign-in of this machine's administrator: one-time links and session cookies, both kept hashed, in memory. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Caller } from './context.ts';

const LINK_MS = 15 * 60_000;
const SESSION_MS = 12 * 3_600_000;
/** Beyond it the oldest ends: nobody has that many browsers open. */
const MOST_SESSIONS = 64;

export interface Sessions {
  /** A token that signs a browser in once, within 15 minutes. */
  mintLink(): string;
  /** The session's secret for the cookie; undefined when the link was used, is too old or was never given. */
  redeemLink(token: string): string | undefined;
  callerOf(sessionSecret: string): Caller | undefined;
}

const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compares secrets without telling by time how much of them fits. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

const BROWSER: Caller = { who: 'local', role: 'admin', client: 'web', local: false };

export function createSessions(clock: Clock): Sessions {
  // Looked up by hash: the time of a look-up says nothing about the secret itself.
  const links = new Map<string, number>();
  const sessions = new Map<string, number>();
  return {
    mintLink() {
      const token = newSecret();
      forgetOld(links, clock.now());
      links.set(hash(token), clock.now() + LINK_MS);
      return token;
    },
    redeemLink(token) {
      const key = hash(token);
      const until = links.get(key);
      links.delete(key);
      if (until === undefined || until <= clock.now()) return undefined;
      const secret = newSecret();
      forgetOld(sessions, clock.now());
      sessions.set(hash(secret), clock.now() + SESSION_MS);
      return secret;
    },
    callerOf(secret) {
      const key = hash(secret);
      const until = sessions.get(key);
      if (until === undefined) return undefined;
      if (until <= clock.now()) {
        sessions.delete(key);
        return undefined;
      }
      // 12 hours of rest end a session, not 12 hours of work.
      sessions.set(key, clock.now() + SESSION_MS);
      return BROWSER;
    },
  };
}

function forgetOld(kept: Map<string, number>, now: number): void {
  for (const [key, until] of kept) if (until <= now) kept.delete(key);
  while (kept.size >= MOST_SESSIONS) {
    const [oldest] = kept.keys();
    if (oldest === undefined) return;
    kept.delete(oldest);
  }
}
