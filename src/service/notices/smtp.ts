/** Hands one mail to the mail server of `seatkeeper.toml` or of the settings. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Options } from 'nodemailer/lib/smtp-transport/index.js';
import type { Attachment, Mail } from './outbox.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on (smtps). */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** `about`: whose fault it is; a refused recipient says nothing about the others. */
export type SendResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly about: 'server' | 'recipient';
      readonly refused: boolean;
      readonly reason: string;
      /** Without its file it may be taken. */
      readonly tooLarge?: boolean;
    };

export interface Sender {
  readonly server: MailServer;
  /** Address of the sender. */
  readonly from: string;
  /** This machine, for EHLO. */
  readonly hostname: string;
  /** For the whole conversation. */
  readonly signal: AbortSignal;
}

/** `smtp://user:password@host:25`, `smtps://host`; undefined if it is none. */
export function parseMailServer(text: string): MailServer | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
  const secure = url.protocol === 'smtps:';
  try {
    const user = decodeURIComponent(url.username);
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 25) : Number(url.port),
      secure,
      auth: user === '' ? undefined : { user, pass: decodeURIComponent(url.password) },
    };
  } catch {
    return undefined;
  }
}

const SECONDS = 1_000;
const LONGEST_REASON = 300;
/** RFC 5321: exceeded storage allocation. */
const TOO_LARGE = 552;
/** A file is encoded piece by piece: megabytes at once would hold up everything else. */
const PIECE = 48 * 1024;

function* piecesOf(content: string): Generator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

const attached = ({ fileName, contentType, content }: Attachment) => ({
  filename: fileName,
  contentType: `${contentType}; charset=utf-8`,
  contentDisposition: 'attachment' as const,
  content: Readable.from(piecesOf(content)),
});

export async function sendMail(mail: Mail, sender: Sender): Promise<SendResult> {
  const transport = createTransport(transportOptions(sender));
  try {
    await transport.sendMail({
      from: { name: 'Seatkeeper', address: sender.from },
      to: { name: '', address: mail.address },
      envelope: { from: sender.from, to: [mail.address] },
      subject: mail.subject,
      text: mail.body,
      ...(mail.attachment && { attachments: [attached(mail.attachment)] }),
      // The instant and the id of the row: a second copy of the same mail is recognized as one.
      date: new Date(mail.createdAt),
      messageId: `<${mail.messageId}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Seatkeeper-Notice': mail.kind },
      disableFileAccess: true,
      disableUrlAccess: true,
      ...{ signal: sender.signal },
    });
    return { ok: true };
  } catch (error) {
    return failureOf(error, sender.signal);
  } finally {
    transport.close();
  }
}

/**
 * A mail server on this machine is spoken to as it is: its certificate is seldom one that anybody signed. Elsewhere
 * STARTTLS is taken when offered, as mail servers do among each other, and demanded with a proper certificate where a
 * password travels.
 */
function transportOptions({ server, hostname }: Sender): Options {
  const local = /^(localhost|127\.[0-9.]+|::1)$/.test(server.host);
  const proven = (server.secure || server.auth !== undefined) && !local;
  return {
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.auth === undefined ? {} : { auth: server.auth }),
    name: hostname,
    ignoreTLS: local,
    requireTLS: proven && !server.secure,
    tls: { rejectUnauthorized: proven },
    connectionTimeout: 10 * SECONDS,
    greetingTimeout: 15 * SECONDS,
    dnsTimeout: 10 * SECONDS,
    socketTimeout: 60 * SECONDS,
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

function failureOf(error: unknown, signal: AbortSignal): SendResult {
  if (signal.aborted) return { ok: false, about: 'server', refused: false, reason: 'it did not finish in time' };
  const { code, command = '', responseCode = 0, message } = error as SmtpError;
  const reason = oneLine(message || code || String(error));
  // A mail that is too large says nothing about the others, whatever it is an answer to.
  const aboutRecipient = responseCode >= 400 && (/^(RCPT TO|DATA|BDAT)/.test(command) || responseCode === TOO_LARGE);
  if (!aboutRecipient) return { ok: false, about: 'server', refused: false, reason };
  return { ok: false, about: 'recipient', refused: responseCode >= 500, reason, tooLarge: responseCode === TOO_LARGE };
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON);
