/** The audit trail: who did what from where, and how it ended. A row is begun before the work, so that a crash shows. */
import type { Clock } from '../clock.ts';
import { hidePassword } from '../settings/secret-address.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './context.ts';

/** What a row says until the work has ended; it stays in a row whose process was killed. */
export const BEGUN = 'begun';

export interface Audit {
  /** Returns the row's id. */
  begin(caller: Caller, action: string, input: unknown): Promise<number>;
  /** `outcome`: ok, or the error's code. `changed`: rows changed, where that is known. */
  end(id: number, outcome: string, changed: number | null): Promise<void>;
}

export function createAudit(store: Store, clock: Clock): Audit {
  return {
    begin: (caller, action, input) =>
      store.write(async (trx) => {
        const row = {
          at: clock.now(),
          who: caller.who,
          client: caller.client,
          action,
          detail: auditDetail(input),
          changed: null,
          outcome: BEGUN,
        };
        const { id } = await trx.insertInto('audit').values(row).returning('id').executeTakeFirstOrThrow();
        return id;
      }),
    end: (id, outcome, changed) =>
      store.write(async (trx) => {
        await trx.updateTable('audit').set({ outcome, changed }).where('id', '=', id).execute();
      }),
  };
}

const SECRET = /pass|secret|token|credential|private|session|cookie/i;
const LONGEST_TEXT = 300;
const LONGEST_DETAIL = 4_000;

/** The input as JSON, without what looks like a secret, long texts cut. */
export function auditDetail(input: unknown): string {
  const text = JSON.stringify(input ?? {}, (key, value: unknown) => {
    if (SECRET.test(key)) return '(not recorded)';
    if (typeof value !== 'string') return value;
    const text = hidePassword(value);
    return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  });
  return text.length > LONGEST_DETAIL ? JSON.stringify({ cut: text.slice(0, LONGEST_DETAIL) }) : text;
}
