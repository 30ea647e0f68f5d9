/** The licensing server: one process per data folder, API and pages over HTTP, mail from the outbox. */
import { isIP } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { SeatkeeperError } from '../contract/errors.ts';
import type { Clock } from './clock.ts';
import { requireDataFolder } from './data-folder.ts';
import { createGroupCommit } from './group-commit.ts';
import { buildApp } from './http/app.ts';
import { DEFAULT_LIMITS, type Limits } from './http/throttle.ts';
import { lockForServing } from './lock.ts';
import { type MailSettings, smtpSender } from './mailer.ts';
import { openVendor } from './open-vendor.ts';
import { deliver } from './outbox.ts';
import { setSetting } from './store/records.ts';
import { UPKEEP_EVERY_MS, upkeep } from './upkeep.ts';
import type { Vendor } from './vendor.ts';

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 32080;
/** Connections that wait to be taken up; the operating system has a limit of its own. */
const BACKLOG = 10_000;
const OUTBOX_EVERY_MS = 5000;

export interface ServeOptions {
  readonly dataFolder: string;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 32080; 0 picks a free one. */
  readonly port?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly smtp?: MailSettings | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly log?: FastifyBaseLogger | undefined;
  /** Where customers find the pages, if not at the address that is listened on. */
  readonly publicUrl?: string | undefined;
  readonly trustProxy?: readonly string[] | undefined;
}

export interface RunningVendor {
  /** `http://127.0.0.1:32080`, without a trailing slash. */
  readonly url: string;
  /** The same vendor, for operations without HTTP. */
  readonly vendor: Vendor;
  close(): Promise<void>;
}

async function listen(app: ReturnType<typeof buildApp>, host: string, port: number): Promise<string> {
  try {
    return (await app.listen({ host, port, backlog: BACKLOG })).replace(/\/$/, '');
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    const address = `${host}:${port}`;
    if (code === 'EADDRINUSE') throw new SeatkeeperError('PORT_IN_USE', { address }, { cause: error });
    throw new SeatkeeperError(
      'INPUT_INVALID',
      { detail: `${address} cannot be listened on (${code})` },
      { cause: error },
    );
  }
}

/** Throws INPUT_INVALID. What mails link to must be an address that a browser opens. */
function checkedUrl(url: string | undefined): string {
  if (!url) return '';
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return url.replace(/\/+$/, '');
  throw new SeatkeeperError('INPUT_INVALID', {
    detail: `public-url: “${url}” is not an address like https://example.com`,
  });
}

/** An address, or a network like 10.0.0.0/8. Throws INPUT_INVALID. */
function checkedProxy(text: string): string {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  const known =
    family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
  if (known) return text;
  throw new SeatkeeperError('INPUT_INVALID', { detail: `trust-proxy: “${text}” is not an address or network` });
}

/** Runs `work` now and every so often, never twice at once, and waits for it when stopped. */
function repeat(everyMs: number, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const run = (): void => {
    if (busy) return;
    busy = true;
    running = work().finally(() => {
      busy = false;
    });
  };
  const timer = setInterval(run, everyMs);
  run();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

function startMail(vendor: Vendor, settings: MailSettings, log: FastifyBaseLogger): () => Promise<void> {
  const send = smtpSender(settings);
  return repeat(OUTBOX_EVERY_MS, async () => {
    try {
      const { sent, kept } = await deliver(vendor, send);
      if (sent + kept > 0) log.info({ sent, kept }, 'mail');
    } catch (error) {
      log.error({ err: error }, 'mail failed');
    }
  });
}

async function keepUp(vendor: Vendor, log: FastifyBaseLogger): Promise<void> {
  try {
    upkeep(vendor);
  } catch (error) {
    log.error({ err: error }, 'upkeep failed');
  }
}

/**
 * Serves the data folder until `close`. Throws VENDOR_NOT_INITIALIZED, VENDOR_ALREADY_RUNNING, PORT_IN_USE, INPUT_INVALID
 * (an address that is none) and what `openVendor` throws.
 */
export async function startVendor(options: ServeOptions): Promise<RunningVendor> {
  const publicUrl = checkedUrl(options.publicUrl);
  const trustProxy = options.trustProxy?.map(checkedProxy);
  requireDataFolder(options.dataFolder);
  const unlock = lockForServing(options.dataFolder);
  const undo: (() => unknown)[] = [unlock];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const mails = options.smtp !== undefined;
    const opened = openVendor({ ...options, mails });
    undo.push(() => opened.close());
    setSetting(opened.db, 'mails', mails ? 'yes' : 'no');
    setSetting(opened.db, 'public-url', publicUrl);
    const vendor = { ...opened, mails, publicUrl };
    const commits = createGroupCommit(vendor.db);
    undo.push(() => commits.close());
    const app = buildApp({
      vendor,
      commits,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      log: options.log,
      trustProxy,
    });
    undo.push(() => app.close());
    const url = await listen(app, options.host ?? DEFAULT_HOST, options.port ?? DEFAULT_PORT);
    if (vendor.publicUrl === '') vendor.publicUrl = url;
    // First what is due, then what is mailed.
    undo.push(repeat(UPKEEP_EVERY_MS, () => keepUp(vendor, app.log)));
    if (options.smtp) undo.push(startMail(vendor, options.smtp, app.log));
    return { url, vendor, close };
  } catch (error) {
    await close();
    throw error;
  }
}
