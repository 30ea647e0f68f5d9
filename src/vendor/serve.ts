/** The licensing server: one process per data folder, API and pages over HTTP, mail from the outbox. */
import type { FastifyBaseLogger } from 'fastify';
import { SeatkeeperError } from '../contract/errors.ts';
import type { Clock } from './clock.ts';
import { requireDataFolder } from './data-folder.ts';
import { buildApp } from './http/app.ts';
import { DEFAULT_LIMITS, type Limits } from './http/throttle.ts';
import { lockForServing } from './lock.ts';
import { type MailSettings, smtpSender } from './mailer.ts';
import { openVendor } from './open-vendor.ts';
import { deliver } from './outbox.ts';
import { forgetOld, setSetting } from './store/records.ts';
import type { Vendor } from './vendor.ts';

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 32080;
const OUTBOX_EVERY_MS = 5000;
const FORGET_EVERY_MS = 3_600_000;

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
    return (await app.listen({ host, port })).replace(/\/$/, '');
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    throw new SeatkeeperError('PORT_IN_USE', { address: `${host}:${port}` }, { cause: error });
  }
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

async function forget({ db, clock }: Vendor, log: FastifyBaseLogger): Promise<void> {
  try {
    forgetOld(db, clock.now());
  } catch (error) {
    log.error({ err: error }, 'old answers could not be forgotten');
  }
}

/**
 * Serves the data folder until `close`. Throws VENDOR_NOT_INITIALIZED, VENDOR_ALREADY_RUNNING, PORT_IN_USE, INPUT_INVALID
 * (SMTP address) and what `openVendor` throws.
 */
export async function startVendor(options: ServeOptions): Promise<RunningVendor> {
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
    setSetting(opened.db, 'public-url', options.publicUrl ?? '');
    const vendor = { ...opened, mails, publicUrl: (options.publicUrl ?? '').replace(/\/+$/, '') };
    const app = buildApp({
      vendor,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      log: options.log,
      trustProxy: options.trustProxy,
    });
    undo.push(() => app.close());
    const url = await listen(app, options.host ?? DEFAULT_HOST, options.port ?? DEFAULT_PORT);
    if (vendor.publicUrl === '') vendor.publicUrl = url;
    if (options.smtp) undo.push(startMail(vendor, options.smtp, app.log));
    undo.push(repeat(FORGET_EVERY_MS, () => forget(vendor, app.log)));
    return { url, vendor, close };
  } catch (error) {
    await close();
    throw error;
  }
}
