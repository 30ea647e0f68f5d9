/** The license in force, and the one way by which another document takes its place: one transaction (LICENSING 2, 4, 5). */
import { afterAttempt } from '../../core/lifecycle/attempts.ts';
import type { Now } from '../../core/lifecycle/clock.ts';
import { watchDocument } from '../../core/lifecycle/watch-license.ts';
import type { WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import type { Watch } from '../schedule/watch.ts';
import type { Store } from '../store/store.ts';
import { countScopes } from './count-scopes.ts';
import { type Entry, entryStep, judgeEntry, standingAfter } from './entry.ts';
import { type InForce, putInForce } from './in-force.ts';
import type { Answered } from './online.ts';
import { createQueue } from './queue.ts';
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
}

export interface ApplyingDeps {
  readonly store: Store;
  readonly watch: Watch;
  readonly stock: Pick<Stock, 'held' | 'standing'>;
  readonly referenceId: string;
  readonly development: boolean;
}

export function createApplying({ store, watch, stock, referenceId, development }: ApplyingDeps): Applying {
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

  const put = async (license: InForce, decide: (state: WatchState, now: Now) => Step): Promise<void> => {
    const after = standingAfter(standing, license.document);
    await watch.step(decide, async (trx) => {
      await putInForce(trx, license, watch.now());
      await writeStanding(trx, after);
    });
    held.license = license;
    standing = after;
  };

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
  };
}
