/** Options that more than one command takes, and their environment twins. */
import type { Command } from 'commander';
import { dataFolderOf } from '../data-folder.ts';
import { type MailSettings, smtpSender } from '../mailer.ts';
import { type OpenVendor, openVendor } from '../open-vendor.ts';
import { deliver } from '../outbox.ts';
import type { VendorIo } from './io.ts';

export interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
}

export interface MailOptions extends CommonOptions {
  readonly smtp?: string;
  readonly mailFrom?: string;
  readonly publicUrl?: string;
}

export const withData = (command: Command): Command =>
  command.option('--data <folder>', 'data folder (SEATKEEPER_VENDOR_DATA)');

export const withJson = (command: Command): Command => withData(command).option('--json', 'print one JSON document');

export const withMail = (command: Command): Command =>
  command
    .option('--smtp <url>', 'mail server, smtp://host:port (SEATKEEPER_VENDOR_SMTP)')
    .option('--mail-from <address>', 'sender of mails (SEATKEEPER_VENDOR_FROM)')
    .option('--public-url <url>', 'where customers find the pages (SEATKEEPER_VENDOR_URL)');

export const folderOf = (options: CommonOptions, io: VendorIo): string => dataFolderOf(options.data, io.env);

export function mailSettings(options: MailOptions, io: VendorIo): MailSettings | undefined {
  const smtp = options.smtp || io.env.SEATKEEPER_VENDOR_SMTP;
  return smtp ? { smtp, from: options.mailFrom || io.env.SEATKEEPER_VENDOR_FROM || undefined } : undefined;
}

export const publicUrl = (options: MailOptions, io: VendorIo): string | undefined =>
  options.publicUrl || io.env.SEATKEEPER_VENDOR_URL || undefined;

/** Opens the vendor for one command and closes it whatever happens. */
export async function withVendor<T>(
  options: MailOptions,
  io: VendorIo,
  work: (vendor: OpenVendor) => T | Promise<T>,
): Promise<T> {
  const mails = mailSettings(options, io) !== undefined;
  const vendor = openVendor({
    dataFolder: folderOf(options, io),
    clock: io.clock,
    mails,
    publicUrl: publicUrl(options, io),
  });
  try {
    return await work(vendor);
  } finally {
    vendor.close();
  }
}

/** Sends what waits, if this command knows a mail server. What is not accepted now stays for the serving process. */
export async function sendMail(vendor: OpenVendor, options: MailOptions, io: VendorIo): Promise<void> {
  const settings = mailSettings(options, io);
  if (!settings) return;
  const { kept } = await deliver(vendor, smtpSender(settings));
  if (kept > 0) io.stderr('The mail was not accepted yet. It stays in the outbox; vendor serve tries again.\n');
}
