/** Which HTTP requests are heard at all: this machine's own programs and pages, no other site's (DESIGN 3). */
import { SeatkeeperError } from '../../contract/errors.ts';
import { isLoopbackHost } from '../config-schema.ts';

/**
 * Refuses what another site, or a name that was re-bound to this machine, makes a browser send: REQUEST_FORGED.
 * A browser always says Origin with a POST, and Sec-Fetch-Site with everything; programs that say neither are no browser.
 * `page`: a page of the console is asked for, which a person may open from a link anywhere.
 */
export function refuseForeign(headers: Headers, page: boolean): void {
  const host = headers.get('host') ?? '';
  if (!isOwnHost(host)) throw new SeatkeeperError('REQUEST_FORGED');
  const origin = headers.get('origin');
  if (origin !== null && origin !== `http://${host}`) throw new SeatkeeperError('REQUEST_FORGED');
  if (page && headers.get('sec-fetch-mode') === 'navigate') return;
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new SeatkeeperError('REQUEST_FORGED');
}

/** DNS re-binding makes a stranger's page same-origin with us; its Host header still has the stranger's name. */
export function isOwnHost(host: string): boolean {
  const url = `http://${host}`;
  if (!/^[A-Za-z0-9.:[\]-]+$/.test(host) || !URL.canParse(url)) return false;
  return isLoopbackHost(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

export const CSRF_HEADER = 'x-csrf-token';
export const CSRF_VALUE = 'orpc';

/** The same proof as oRPC's plug-in asks for, on routes that are none of its procedures. */
export function refuseWithoutCsrf(headers: Headers): void {
  if (headers.get(CSRF_HEADER) !== CSRF_VALUE) throw new SeatkeeperError('REQUEST_FORGED');
}
