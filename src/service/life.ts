/** What lives by the clock: logs, notices, service programs, the scheduler over the license (LICENSING 5). */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { noticeText } from '../core/lifecycle/words.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import type { EventHub } from './events.ts';
import type { Licensing } from './licensing/licensing.ts';
import type { RecordEffect } from './licensing/watch-store.ts';
import { createLogs, type Logs } from './logs/logs.ts';
import { createNotices, type Notices } from './notices/notices.ts';
import { createPrograms, type Programs } from './programs/programs.ts';
import { runProgram } from './programs/run-program.ts';
import { createLifecycle, type Lifecycle } from './schedule/lifecycle.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import type { Time } from './schedule/time.ts';
import { sleep } from './schedule/timers.ts';
import { compareMissed, compareSeats, seatTrials } from './seats/over-limit.ts';
import { createUsage, type Usage } from './seats/usage.ts';
import { serverAddress } from './server-address.ts';
import type { Settings } from './settings/settings.ts';
import type { Store } from './store/store.ts';

export interface LifeDeps {
  readonly dataFolder: string;
  readonly config: Config;
  readonly store: Store;
  readonly time: Time;
  readonly events: EventHub;
  readonly settings: Pick<Settings, 'timeZone' | 'keepLogsDays' | 'notices'>;
  readonly hostname: string;
  readonly log: Logger;
}

export interface Life {
  readonly logs: Logs;
  readonly notices: Notices;
  readonly programs: Programs;
  /** For the steps of the license's watch. */
  readonly record: RecordEffect;
  /** Begins to watch over the license; nothing happens before `scheduler.start()`. */
  over(license: Licensing): { readonly scheduler: Scheduler; readonly lifecycle: Lifecycle; readonly usage: Usage };
}

export function createLife(deps: LifeDeps, closing: Closing): Life {
  const { config, store, time, events, settings, hostname, log } = deps;
  const timed = { store, clock: time, after: time.after, events, log };
  let watched: Licensing | undefined;
  const logs = createLogs({
    ...timed,
    folder: join(deps.dataFolder, 'logs'),
    timeZone: settings.timeZone,
    keepDays: settings.keepLogsDays,
    clockSuspect: () => watched?.watch.state().clock.suspect != null,
  });
  closing.add(() => logs.close());
  const notices = createNotices({
    ...timed,
    settings: settings.notices,
    holder: () => watched?.document()?.holder.email ?? '',
    hostname,
  });
  closing.add(() => notices.close());
  const programs = createPrograms({
    services: config.services,
    run: runProgram,
    now: time.now,
    sleep,
    ended: (module, { action, outcome, detail, tookMs }) => {
      log.info({ module, action, outcome, detail, tookMs }, 'service program ended');
      logs.write('system', `The program to ${action} ${module} ended: ${detail || 'done'}.`);
    },
  });
  const record: RecordEffect = async (trx, effect, holder) => {
    if (effect.type === 'log') return logs.enqueue(trx, effect.log, effect.text);
    const { kind, occasion, recipients: roles } = effect;
    const words = noticeText(effect, { hostname, ip: serverAddress(), timeZone: settings.timeZone() });
    await notices.enqueue(trx, { kind, occasion, roles, holder, ...words });
  };
  return {
    logs,
    notices,
    programs,
    record,
    over(license) {
      watched = license;
      const { entitlement, watch } = license;
      const usage = createUsage({ store, entitlement, now: watch.now, timeZone: settings.timeZone });
      const comparing = { store, notices, hostname };
      const scheduler = createScheduler({
        watch,
        time,
        validate: license.validate,
        programs,
        begun: () => {
          const seen = { day: watch.state().day, at: watch.now() };
          return allDone([usage.record(), compareMissed(comparing, seen)]);
        },
        midnight: (effect) => {
          events.publish({ type: 'license' });
          return allDone([usage.record(), compareSeats(comparing, effect)]);
        },
        changed: () => events.publish({ type: 'license' }),
        log,
      });
      closing.add(() => {
        scheduler.close();
        license.close();
      });
      return {
        scheduler,
        usage,
        lifecycle: createLifecycle({ watch, programs, seatTrials: () => seatTrials(store.read, watch.now()) }),
      };
    },
  };
}

/** One that fails does not keep the others from their end. */
async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
