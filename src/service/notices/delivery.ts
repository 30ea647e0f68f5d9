/** Delivers what the outbox holds: one connection at a time, again until it is taken (LICENSING 5). */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import {
  addressNotices,
  dueMails,
  LONGEST_WAIT,
  type Mail,
  markSent,
  markTried,
  nextDue,
  waitAfter,
} from './outbox.ts';
import type { Recipients } from './recipients.ts';
import type { SendResult } from './smtp.ts';

export interface DeliveryDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Runs `work` once after `ms`, unless the returned function is called before. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly recipients: () => Recipients;
  /** Undefined while no mail server is configured: then everything waits. Never throws for a mail. */
  readonly sender: () => ((mail: Mail) => Promise<SendResult>) | undefined;
  /** Rows have changed. */
  readonly changed: () => void;
  readonly log: Logger;
}

export interface Delivery {
  /** Looks for work, now or as soon as the present round is over. */
  kick(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** The round under way is the last. */
  close(): Promise<void>;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, clock, after } = deps;
  /** Taken by the mail server, but the disk would not have it written down: not to be sent again. */
  const taken = new Set<number>();
  let round: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let failures = 0;
  let cancelTimer = (): void => {};

  const sent = async (mail: Mail): Promise<void> => {
    taken.add(mail.recipientId);
    await store.write((trx) => markSent(trx, mail, clock.now()));
    taken.delete(mail.recipientId);
  };
  const tried = (mails: readonly Mail[], reason: string, refused: boolean): Promise<void> =>
    store.write(async (trx) => {
      for (const mail of mails) await markTried(trx, mail, { reason, refused, now: clock.now() });
    });

  /** False: the mail server cannot be used now, and every mail of the batch says so. */
  const deliverBatch = async (mails: readonly Mail[], send: (mail: Mail) => Promise<SendResult>): Promise<boolean> => {
    for (const [index, mail] of mails.entries()) {
      if (closed) return false;
      const result: SendResult = taken.has(mail.recipientId) ? { ok: true } : await send(mail);
      if (result.ok) await sent(mail);
      else if (closed) return false;
      else if (result.about === 'recipient') await tried([mail], result.reason, result.refused);
      else {
        await tried(mails.slice(index), result.reason, false);
        return false;
      }
    }
    return true;
  };

  const deliverAll = async (): Promise<void> => {
    const send = deps.sender();
    if (!send) return;
    // Behind the writer gate: whoever kicked from within a transaction has committed by now.
    await store.write((trx) => addressNotices(trx, deps.recipients(), clock.now()));
    for (let more = true; more; ) {
      const mails = await dueMails(store.read, clock.now());
      if (mails.length === 0) return;
      more = await deliverBatch(mails, send);
      deps.changed();
    }
  };

  const wait = async (): Promise<number | undefined> => {
    if (failures > 0) return waitAfter(failures);
    if (!deps.sender()) return undefined;
    const due = await nextDue(store.read);
    return due === undefined ? undefined : Math.min(Math.max(due - clock.now(), 1_000), LONGEST_WAIT);
  };

  const rounds = async (): Promise<void> => {
    do {
      again = false;
      try {
        await deliverAll();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!closed) deps.log.error({ err: error }, 'notices: the outbox cannot be used');
      }
    } while (again && !closed);
    if (closed) return;
    const ms = await wait();
    if (ms !== undefined && !closed) cancelTimer = after(ms, kick);
  };

  function kick(): void {
    again = true;
    if (round || closed) return;
    cancelTimer();
    round = rounds().finally(() => {
      round = undefined;
      if (again) kick();
    });
  }

  return {
    kick,
    async idle() {
      while (round) await round;
    },
    async close() {
      closed = true;
      cancelTimer();
      await round;
    },
  };
}
