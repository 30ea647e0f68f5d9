/** May this account use this service? Known accounts are read, first accesses are durable before the answer (LICENSING 6). */
import type { Logger } from 'pino';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccessCheck, AccessProtocol, PoolNumbers } from '../../contract/schemas-seats.ts';
import { type Decision, decide, type SeatEffect } from '../../core/seats/decide.ts';
import { flagOfAccountVariable, type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import { type PoolInForce, poolOfModule, poolsInForce, poolsUntil } from '../../core/seats/pools.ts';
import type { Entitlement } from '../../core/seats/scopes.ts';
import { addressOf } from '../accounts/parsing.ts';
import type { EventHub } from '../events.ts';
import type { Store } from '../store/store.ts';
import { decideAndStore, isCurrent, PoolsChanged } from './access-effects.ts';
import { type AccessRequest, findFacts, type Standpoint } from './access-facts.ts';
import { createGroupCommit } from './group-commit.ts';
import { createTouches } from './touches.ts';

export interface AccessDeps {
  readonly store: Store;
  readonly events: EventHub;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly log: Pick<Logger, 'error' | 'info'>;
  readonly entitlement: () => Entitlement;
  /** Trusted, epoch ms. */
  readonly now: () => number;
  readonly clockTrusted: () => boolean;
  /** Left out of the renewal, and without a service program of its own. */
  readonly stopped: (module: ModuleId) => boolean;
}

export interface Access {
  /** Throws ADDRESS_INVALID. `dryRun`: what would be decided; nothing is stored. */
  check(input: {
    readonly address: string;
    readonly module: ModuleId;
    readonly protocol?: AccessProtocol | undefined;
    readonly dryRun?: boolean;
  }): Promise<AccessCheck>;
  /** Seats and trials given, a row a pool. */
  pools(): Promise<PoolNumbers[]>;
  /** Seats are in line with license and accounts when it resolves. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Windows look again at accounts that were seen, no more often. */
const TELL_MS = 1_000;

const PROTOCOL_VARIABLES: Readonly<Record<AccessProtocol, string>> = {
  smtp: 'U_SMTP',
  pop3: 'U_POP3IMAP',
  imap: 'U_POP3IMAP',
};

/** The flag of the protocol counts where the module has more than one (LICENSING 1). */
export function askedBits(module: ModuleId, protocol: AccessProtocol | undefined): number {
  const { mask } = moduleOf(module);
  const flag = protocol && flagOfAccountVariable(PROTOCOL_VARIABLES[protocol]);
  return flag && flag.module === module ? 1 << flag.bit : mask;
}

/** What windows show: who is there, and who has a seat or a trial. */
const isShown = (effect: SeatEffect): boolean => effect !== 'record-access';

interface Entry {
  readonly request: AccessRequest;
  /** Its own instant, however late it is stored. */
  readonly standpoint: Standpoint;
}

/** Begins by settling: a license may have come while nobody looked. */
export async function createAccess(deps: AccessDeps): Promise<Access> {
  const { store, events, log } = deps;
  let known: { of: Entitlement; until: number; pools: readonly PoolInForce[] } | undefined;
  let settling: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const pools = (): readonly PoolInForce[] => {
    const of = deps.entitlement();
    const now = deps.now();
    if (known?.of !== of || now >= known.until)
      known = { of, until: poolsUntil(of, now), pools: poolsInForce(of, now) };
    return known.pools;
  };
  const standpointOf = (module: ModuleId): Standpoint => ({
    stopped: deps.stopped(module),
    clockTrusted: deps.clockTrusted(),
    now: deps.now(),
  });

  const settleOnce = async (): Promise<void> => {
    const moved = await store.runTask('settle-seats', { pools: pools(), now: deps.now() });
    if (moved.promoted + moved.demoted + moved.released === 0) return;
    log.info(moved, 'seats settled');
    tell();
  };
  const settleAll = async (): Promise<void> => {
    do {
      again = false;
      await settleOnce();
    } while (again && !closed);
  };
  const settle = (): Promise<void> => {
    again = true;
    settling ??= settleAll().finally(() => {
      settling = undefined;
    });
    return settling;
  };
  const settleQuietly = (): Promise<void> =>
    settle().catch((error: unknown) => {
      if (!closed) log.error({ err: error }, 'seats cannot be settled');
    });

  const commits = createGroupCommit<Entry, Decision>({
    after: deps.after,
    commit: (entries) =>
      store.write(async (trx) => {
        const decisions: Decision[] = [];
        for (const { request, standpoint } of entries) {
          decisions.push(await decideAndStore(trx, request, poolOfModule(pools(), request.module), standpoint));
        }
        if (decisions.some(({ effects }) => effects.some(isShown))) tellSoon();
        return decisions;
      }),
    async failed(error) {
      if (error instanceof PoolsChanged)
        return settle().then(
          () => true,
          () => false,
        );
      log.error({ err: error }, 'accesses cannot be stored; tried again');
      return false;
    },
  });
  /** Seats need no settling for what was stored here. */
  let ours = false;
  const tell = (): void => {
    ours = true;
    events.publish({ type: 'accounts' });
    ours = false;
  };
  let cancelTelling: (() => void) | undefined;
  const tellSoon = (): void => {
    cancelTelling ??= deps.after(TELL_MS, () => {
      cancelTelling = undefined;
      tell();
    });
  };
  const touches = createTouches({
    store,
    after: deps.after,
    failed: (error) => log.error({ err: error }, 'last accesses cannot be stored'),
  });

  const unsubscribe = events.subscribe(({ type }) => {
    if (!ours && (type === 'license' || type === 'accounts')) void settleQuietly();
  });
  await settleQuietly();

  return {
    async check({ address: text, module, protocol, dryRun = false }) {
      const request = { address: addressOf(text), module, asked: askedBits(module, protocol) };
      const standpoint = standpointOf(module);
      const pool = poolOfModule(pools(), module);
      const find = () => findFacts(store.read, request, pool, standpoint);
      let { row, facts } = await find();
      if (dryRun && row && !isCurrent(row, pool)) {
        // A license that came a moment ago: the answer is of its seats, not of those before.
        await settleQuietly();
        ({ row, facts } = await find());
      }
      const decision = decide(facts);
      const unsettled = row !== undefined && decision.reason === 'TRIAL_ENDED' && !isCurrent(row, pool);
      if (dryRun || (decision.effects.length === 0 && !unsettled)) {
        if (decision.allow && row?.addressId != null && row.lastAccess !== null && !dryRun)
          touches.note(row.addressId, module, standpoint.now, row.lastAccess);
        return shown(decision, true);
      }
      const { local, domain } = request.address;
      const stored = await commits.submit(`${module} ${request.asked} ${local}@${domain}`, { request, standpoint });
      return stored ? shown(stored, true) : shown(decision.reason === 'TRIAL_ENDED' ? NOT_KNOWN_YET : decision, false);
    },
    async pools() {
      const rows = await store.read.selectFrom('pool').selectAll().orderBy('key').execute();
      return rows.map(({ key, seats, assigned, trials }) => ({ key, seats: seats ?? 'unlimited', assigned, trials }));
    },
    settle,
    async close() {
      unsubscribe();
      cancelTelling?.();
      await commits.close();
      closed = true;
      await touches.close().catch((error: unknown) => {
        if (!(error instanceof SeatkeeperError)) throw error;
      });
      await settling?.catch(() => {});
    },
  };
}

/** A trial that has ended is no reason to turn somebody away before seats were settled. */
const NOT_KNOWN_YET: Decision = { allow: true, reason: 'trial', trialEnds: null, effects: [] };

const shown = ({ allow, reason, trialEnds }: Decision, recorded: boolean): AccessCheck => ({
  allow,
  reason,
  trialEnds: trialEnds === null ? null : new Date(trialEnds).toISOString(),
  recorded,
});
