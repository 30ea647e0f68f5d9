/** Token buckets per address and per order: how often one may ask (INTERFACES 3). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';

export interface Rate {
  /** Requests at once, after a rest. */
  readonly burst: number;
  readonly perMinute: number;
}

export interface Limits {
  readonly address: Rate;
  readonly order: Rate;
}

/** An honest service asks a few times a day; a whole site behind one address still gets through. */
export const DEFAULT_LIMITS: Limits = {
  address: { burst: 120, perMinute: 120 },
  order: { burst: 30, perMinute: 30 },
};

interface Bucket {
  tokens: number;
  at: number;
}

/** Addresses remembered at most; beyond, those not seen for longest are forgotten. */
const MAX_BUCKETS = 50_000;
const MINUTE = 60_000;

/** Takes a token of `key`; throws RATE_LIMITED with the seconds until there is one again. */
export type Take = (key: string) => void;

export function createThrottle(rate: Rate, clock: Clock): Take {
  // In the order of their last use, the oldest first.
  const buckets = new Map<string, Bucket>();
  const filled = ({ tokens, at }: Bucket, now: number): number =>
    Math.min(rate.burst, tokens + (Math.max(0, now - at) / MINUTE) * rate.perMinute);
  return (key) => {
    const now = clock.now();
    const bucket = buckets.get(key);
    const tokens = bucket ? filled(bucket, now) : rate.burst;
    buckets.delete(key);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    if (tokens >= 1) return;
    const seconds = Math.max(1, Math.ceil(((1 - tokens) / rate.perMinute) * 60));
    throw new SeatkeeperError('RATE_LIMITED', { seconds });
  };
}

/** An IPv6 customer has a whole /64: one bucket for it. */
export function addressKey(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4).join(':');
}
