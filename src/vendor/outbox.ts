/** Mail waits in the database until it is sent, so that a crash loses none (LICENSING 5: once for every occasion). */
import { type Db, exclusively, sql } from './store/open.ts';
import type { Vendor } from './vendor.ts';

export interface Mail {
  /** What it is about; a second mail with the same occasion is not sent. */
  readonly occasion: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}

export interface WaitingMail extends Mail {
  readonly id: number;
  readonly attempts: number;
}

/** Sends one mail; throws if it was not accepted. */
export type SendMail = (mail: WaitingMail) => Promise<void>;

const MINUTE = 60_000;
/** A mail that is being sent is not taken up by another process before this has passed. */
const CLAIM_MS = 2 * MINUTE;
const MAX_WAIT_MS = 60 * MINUTE;
/** Then it is given up: five days at one an hour, as mail servers do. */
const MAX_ATTEMPTS = 120;

/** Puts a mail into the outbox, within the caller's transaction. Does nothing where no mail can go out. */
export function enqueue(vendor: Pick<Vendor, 'db' | 'mails'>, mail: Mail, now: number): void {
  if (!vendor.mails) return;
  sql(
    vendor.db,
    `INSERT INTO outbox (occasion, recipient, subject, body, created_at, next_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (occasion) DO NOTHING`,
  ).run(mail.occasion, mail.recipient, mail.subject, mail.body, now, now);
}

/** Takes the mail that has waited longest and keeps others off it for a while. */
const claim = (db: Db, now: number): WaitingMail | undefined =>
  exclusively(db, () => {
    const mail = sql(
      db,
      `SELECT id, occasion, recipient, subject, body, attempts FROM outbox
       WHERE sent_at IS NULL AND failed_at IS NULL AND next_at <= ? ORDER BY next_at, id LIMIT 1`,
    ).get(now) as WaitingMail | undefined;
    if (mail) sql(db, 'UPDATE outbox SET next_at = ? WHERE id = ?').run(now + CLAIM_MS, mail.id);
    return mail;
  });

function keepForLater(db: Db, mail: WaitingMail, error: unknown, now: number): void {
  const attempts = mail.attempts + 1;
  const wait = Math.min(MAX_WAIT_MS, MINUTE * 2 ** Math.min(attempts - 1, 10));
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  sql(db, 'UPDATE outbox SET attempts = ?, next_at = ?, failed_at = ?, last_error = ? WHERE id = ?').run(
    attempts,
    now + wait,
    attempts >= MAX_ATTEMPTS ? now : null,
    reason,
    mail.id,
  );
}

/** Sends what is due. Never throws for a mail: it stays and is tried again. Returns how many were sent and how many stayed. */
export async function deliver(
  vendor: Pick<Vendor, 'db' | 'clock'>,
  send: SendMail,
): Promise<{ sent: number; kept: number }> {
  const { db, clock } = vendor;
  let sent = 0;
  let kept = 0;
  for (let mail = claim(db, clock.now()); mail; mail = claim(db, clock.now())) {
    try {
      await send(mail);
      sql(db, "UPDATE outbox SET sent_at = ?, last_error = '' WHERE id = ?").run(clock.now(), mail.id);
      sent++;
    } catch (error) {
      keepForLater(db, mail, error, clock.now());
      kept++;
    }
  }
  return { sent, kept };
}

/** Mails of an order for operators: what was sent, what waits and why. */
export const mailsOf = (db: Db, orderId: string): { occasion: string; sentAt: number | null; lastError: string }[] =>
  sql(
    db,
    'SELECT occasion, sent_at AS sentAt, last_error AS lastError FROM outbox WHERE occasion LIKE ? ORDER BY id',
  ).all(`%:${orderId}%`) as { occasion: string; sentAt: number | null; lastError: string }[];
