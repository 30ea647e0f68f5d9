/** Sends mail through an SMTP server. */
import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import { SeatkeeperError } from '../contract/errors.ts';
import type { SendMail } from './outbox.ts';

export interface MailSettings {
  /** `smtp://user:password@host:port`, `smtps://…`. */
  readonly smtp: string;
  /** Sender's address; default `licensing@` this host. */
  readonly from?: string | undefined;
}

const SECONDS = 1000;

function refuseBadUrl(smtp: string): void {
  const url = URL.canParse(smtp) ? new URL(smtp) : undefined;
  if (url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return;
  throw new SeatkeeperError('INPUT_INVALID', { detail: 'smtp: an address like smtp://mail.example.com:25 is needed' });
}

/** Throws INPUT_INVALID for an address that is no SMTP server's. */
export function smtpSender(settings: MailSettings): SendMail {
  refuseBadUrl(settings.smtp);
  const transport = createTransport(settings.smtp, {
    connectionTimeout: 10 * SECONDS,
    greetingTimeout: 10 * SECONDS,
    socketTimeout: 30 * SECONDS,
  } as never);
  const from = settings.from ?? `licensing@${hostname()}`;
  return async (mail) => {
    await transport.sendMail({
      from: { name: 'Seatkeeper Licensing', address: from },
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: mail.body,
      // Stays the same when a crash has it sent twice, so that mailboxes can tell.
      messageId: `<${mail.id}.${Buffer.from(mail.occasion).toString('hex')}@${hostname()}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
}
