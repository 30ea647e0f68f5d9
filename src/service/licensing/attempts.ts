/** An activation that was begun: its key and nonce outlive a lost answer and a crash (LICENSING 4). */
import type { Store } from '../store/store.ts';

export interface Attempt {
  readonly idempotencyKey: string;
  readonly nonce: string;
}

export interface Question {
  /** As it is written, XXXX-XXXX-XXXX. */
  readonly orderId: string;
  readonly referenceId: string;
}

/** The attempt that waits for its answer, or `fresh`, stored before anything is sent. */
export async function beginAttempt(store: Store, question: Question, fresh: Attempt, now: number): Promise<Attempt> {
  return store.write(async (trx) => {
    const waiting = await trx
      .selectFrom('activation_attempt')
      .select(['idempotency_key', 'nonce'])
      .where('order_id', '=', question.orderId)
      .where('reference_id', '=', question.referenceId)
      .executeTakeFirst();
    if (waiting) return { idempotencyKey: waiting.idempotency_key, nonce: waiting.nonce };
    await trx
      .insertInto('activation_attempt')
      .values({
        order_id: question.orderId,
        reference_id: question.referenceId,
        idempotency_key: fresh.idempotencyKey,
        nonce: fresh.nonce,
        started_at: now,
      })
      .execute();
    return fresh;
  });
}

/** An answer came: the next question is a new one. It costs nothing either, because the machine is the same. */
export async function endAttempt(store: Store, attempt: Attempt): Promise<void> {
  await store.write(async (trx) => {
    await trx.deleteFrom('activation_attempt').where('idempotency_key', '=', attempt.idempotencyKey).execute();
  });
}
