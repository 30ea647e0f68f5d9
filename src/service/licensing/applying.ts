/** The license in force, and the one way by which another document takes its place: one transaction (LICENSING 2, 4, 5). */
import type { Transaction } from 'kysely';
import type { TrustedKey } from '../../core/license/keys.ts';
import { afterAttempt } from '../../core/lifecycle/attempts.ts';
import type { Now } from '../../core/lifecycle/clock.ts';
import { watchDocument } from '../../core/lifecycle/watch-license.ts';
import type { WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import type { Watch } from '../schedule/watch.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { countScopes } from './count-scopes.ts';
import { type Entry, entryStep, judgeEntry, standingAfter } from './entry.ts';
import { type InForce, putInForce } from './in-force.ts';
import type { Answered } from './online.ts';
import { createQueue } from './queue.ts';
import { type Brought, judgeBrought, restoredStep } from './restored.ts';
import { writeStanding } from './standing.ts';
import type { Stock } from './stock.ts';
import type { Situation } from './view.ts';

export interface Applying {
  /** Undefined: the built-in evaluation. */
  inForce(): InForce | undefined;
  situation(): Situation;
  /** A document that a person enters. Throws what refuses it now; then nothing has changed. */
  enter(entered: () => { readonly xml: string; readonly entry: Entry }): Promise<void>;
  /** A document that answers a re-validation of `asked`; false: another license has come in force meanwhile. */
  renew(answered: Answered, asked: InForce): Promise<boolean>;
  /** What would become of the documents of a backup now. */
  judge(documents: readonly string[]): Brought;
  /** Puts the license of a backup in force, or leaves it out; `also` is part of the same transaction either way. */
  restore(documents: readonly string[], also: (trx: Transaction<Schema>) => Promise<void>): Promise<Brought>;
}

export interface ApplyingDeps {
  readonly store: Store;
  readonly watch: Watch;
  readonly stock: Pick<Stock, 'held' | 'standing'>;
  readonly referenceId: string;
  readonly development: boolean;
  readonly trustedKeys: readonly TrustedKey[];
}

export function createApplying(deps: ApplyingDeps): Applying {
  const { store, watch, stock, referenceId, development } = deps;
  const oneChange = createQueue();
  const { held } = stock;
  let standing = stock.standing;
  const situationOf = (state: WatchState): Situation => ({
    document: held.license?.document,
    watch: state,
    standing,
    referenceId,
    development,
  });

  const put = async (
    license: InForce,
    decide: (state: WatchState, now: Now) => Step,
    also?: (trx: Transaction<Schema>) => Promise<void>,
  ): Promise<void> => {
    const after = standingAfter(standing, license.document);
    await watch.step(decide, async (trx) => {
      await putInForce(trx, license, watch.now());
      await writeStanding(trx, after);
      await also?.(trx);
    });
    held.license = license;
    standing = after;
  };

  /** Notices of the step go to the holder of the license that it brings. */
  const putHeld = async (...[license, ...rest]: Parameters<typeof put>): Promise<void> => {
    const before = held.license;
    held.license = license;
    await put(license, ...rest).catch((error: unknown) => {
      held.license = before;
      throw error;
    });
  };
  const judge = (documents: readonly string[]): Brought =>
    judgeBrought(documents, situationOf(watch.state()), watch.now(), deps.trustedKeys);

  return {
    inForce: () => held.license,
    situation: () => situationOf(watch.state()),
    enter: (entered) =>
      oneChange(async () => {
        const { xml, entry } = entered();
        judgeEntry(entry, situationOf(watch.state()), watch.now());
        await countScopes(store, entry.document);
        await put({ document: entry.document, xml }, (state, now) => {
          const judged = judgeEntry(entry, situationOf(state), watch.now());
          return entryStep(entry, judged, state, now);
        });
      }),
    renew: (answered, asked) =>
      oneChange(async () => {
        if (held.license !== asked) return false;
        const { document, xml, serverTime } = answered;
        judgeEntry({ document, source: 'online', serverTime }, situationOf(watch.state()), watch.now());
        await countScopes(store, document);
        const success = { ok: true, license: watchDocument(document), serverTime } as const;
        await put({ document, xml }, (state, now) => afterAttempt(state, success, now, 0));
        return true;
      }),
    judge,
    restore: (documents, also) =>
      oneChange(async () => {
        const brought = judge(documents);
        const { license, verdict } = brought;
        if (!license || !verdict || verdict.action === 'leave-out') {
          await store.write(also);
          return brought;
        }
        await countScopes(store, license.document);
        await putHeld(license, (state, now) => restoredStep(verdict, license, state, now), also);
        return brought;
      }),
  };
}
