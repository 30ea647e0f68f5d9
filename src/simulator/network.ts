/** The way between a server and the licensing server, and what goes wrong on it. */
import { SeatkeeperError } from '../contract/errors.ts';
import type { Fault } from './scenario.ts';

type Outage = Extract<
  Fault['kind'],
  'vendor-down' | 'network-down' | 'answers-lost' | 'captive-portal' | 'vendor-busy'
>;

export interface Network {
  /** Returns its end. */
  begin(outage: Outage, retryAfter?: number): () => void;
  /** Would a question be answered now? */
  works(): boolean;
  /** What the vendor answers; throws why it did not, as the service's client does. A silent way takes its time. */
  ask<T>(question: () => T, wait: (ms: number) => Promise<void>): Promise<T>;
}

/** The service gives up after so long. */
const TIMEOUT_MS = 30_000;
const HOST = { host: 'licensing.example', port: 443 };

const unreachable = (detail: string): SeatkeeperError =>
  new SeatkeeperError('LICENSING_SERVER_UNREACHABLE', { ...HOST, detail });

/** Made once: they are thrown every hour. */
const PORTAL = new SeatkeeperError('NOT_THE_LICENSING_SERVER', { host: HOST.host, detail: 'HTTP 200, text/html' });
const SILENT = unreachable('it did not answer in time');
const REFUSED = unreachable('the connection was refused');
const LOST = unreachable('the connection was closed before the answer was complete');

export function createNetwork(): Network {
  const outages: { readonly kind: Outage; readonly retryAfter: number }[] = [];
  const is = (kind: Outage): boolean => outages.some((outage) => outage.kind === kind);

  return {
    begin(kind, retryAfter = 0) {
      const outage = { kind, retryAfter };
      outages.push(outage);
      return () => outages.splice(outages.indexOf(outage), 1);
    },
    works: () => outages.length === 0,
    async ask(question, wait) {
      // Not within the call: a promise that is rejected before anybody can wait for it costs more than all the rest.
      await undefined;
      if (is('captive-portal')) throw PORTAL;
      if (is('network-down')) {
        await wait(TIMEOUT_MS);
        throw SILENT;
      }
      if (is('vendor-down')) throw REFUSED;
      const busy = outages.find((outage) => outage.kind === 'vendor-busy');
      if (busy) throw new SeatkeeperError('LICENSING_SERVER_BUSY', { seconds: busy.retryAfter / 1000 });
      const answer = question();
      if (is('answers-lost')) throw LOST;
      return answer;
    },
  };
}
