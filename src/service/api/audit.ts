/** The audit trail: who did what from where, and how it ended. A row is begun before the work, so that a crash shows. */
import { BEGUN } from '../audit/record.ts';
import { whatOf } from '../audit/what.ts';
import type { Clock } from '../clock.ts';
import { hidePassword } from '../settings/secret-address.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './context.ts';

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
          what: whatOf(action, withoutSecrets(input)),
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

/** Longer lists are told by their number and their first members. */
const LONGEST_LIST = 20;

/** What looks like a secret is not kept. */
const redacted = (key: string, value: unknown): unknown => {
  if (SECRET.test(key)) return '(not recorded)';
  return typeof value === 'string' ? hidePassword(value) : value;
};

const withoutSecrets = (input: unknown): unknown => JSON.parse(JSON.stringify(input ?? {}, redacted));

/** The input as JSON, without what looks like a secret, long texts and lists cut. */
export function auditDetail(input: unknown): string {
  const text = JSON.stringify(input ?? {}, (key, value: unknown) => {
    const kept = redacted(key, value);
    if (Array.isArray(kept) && kept.length > LONGEST_LIST) {
      return { count: kept.length, first: kept.slice(0, LONGEST_LIST) };
    }
    if (typeof kept !== 'string') return kept;
    return kept.length > LONGEST_TEXT ? `${kept.slice(0, LONGEST_TEXT)}…` : kept;
  });
  return text.length > LONGEST_DETAIL ? JSON.stringify({ cut: text.slice(0, LONGEST_DETAIL) }) : text;
}
