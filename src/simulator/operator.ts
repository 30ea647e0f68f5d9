/** The people: they read notices and act, late or never; and what they do of their own accord. */
import { SeatkeeperError } from '../contract/errors.ts';
import { DAY, HOUR } from '../core/calendar.ts';
import { activationLimit } from '../core/license/vendor-rules.ts';
import { confirmClock } from '../core/lifecycle/changes.ts';
import type { NoticeKind } from '../core/lifecycle/effects.ts';
import { phaseOf } from '../core/lifecycle/phase.ts';
import { factsOf } from '../core/lifecycle/watch-state.ts';
import { enter, restore, retrieve, validate } from './licensing.ts';
import { busy, DISK_FULL, type Life, type Moment } from './life.ts';
import type { Act, Fault, Profile } from './scenario.ts';
import type { Server } from './server.ts';
import { type Order, renewed } from './vendor.ts';

/** Somebody does something to a running service; what it refuses is refused. */
export function doTo(server: Server, work: (life: Life) => Promise<unknown>): void {
  const { life, world } = server;
  server.observer.disturbed();
  if (!life) return;
  busy(life, () => work(life))
    .catch((error: unknown) => {
      if (error instanceof SeatkeeperError || (error instanceof Error && error.message === DISK_FULL)) return;
      world.unexpected(server, error);
    })
    .finally(() => server.observer.disturbed());
}

/** The document that was in force so long ago; the first one if there was none yet. */
export function documentOfThen(
  { history, world }: Server,
  age: number,
): Server['history'][number]['document'] | undefined {
  const then = world.agenda.now() - age;
  return (history.findLast(({ at }) => at <= then) ?? history[0])?.document;
}

type ActFault = Extract<Fault, { kind: 'act' }>;

const ACTS: Readonly<Record<Act, (server: Server, fault: ActFault) => void>> = {
  'validate-now': (server) => doTo(server, validate),
  'enter-old-export': (server, { age }) => {
    const document = documentOfThen(server, age);
    doTo(server, async (life) => document && enter(life, { document, source: 'file', serverTime: null }));
  },
  'enter-new-file': (server) => doTo(server, (life) => retrieve(life, 'file')),
  'retrieve-online': (server) => doTo(server, (life) => retrieve(life, 'online')),
  'confirm-clock': (server) => doTo(server, ({ watch }) => watch.step(confirmClock)),
  'fix-clock': (server) => setClock(server, 0),
  'start-by-hand': startByHand,
  'stop-by-hand': (server, { module }) => {
    server.observer.disturbed();
    const service = server.machine.services.get(module);
    if (service?.running) Object.assign(service, { running: false, stoppedBy: 'operator' });
  },
  'change-setting': (server) => changeSetting(server, () => {}),
  'change-time-zone': (server, { zone }) =>
    changeSetting(server, () => {
      server.disk.timeZone = zone;
    }),
};

export const act = (server: Server, fault: ActFault): void => ACTS[fault.act](server, fault);

/** Less is no jump. */
const SILENT = 10 * 60_000;

/** A jump forward that is too little to be seen, or happens while nobody looks, is time that passes for the service. */
export function setClock(server: Server, off: number): void {
  const by = off - server.machine.clockOff;
  server.machine.clockOff = off;
  if (by > SILENT && server.isUp()) server.unseen += by;
  else if (by > 0) server.skipped += by;
  server.observer.disturbed();
}

function startByHand(server: Server): void {
  server.observer.disturbed();
  for (const service of server.machine.services.values())
    Object.assign(service, { running: true, stoppedBy: 'nobody' });
}

/** Any setting; in Emergency Mode the service refuses. */
function changeSetting(server: Server, change: () => void): void {
  const { life, disk, world } = server;
  server.observer.disturbed();
  if (!life || server.diskFull > 0) return;
  const phase = phaseOf(factsOf(life.watch.state()), life.watch.now());
  if (world.rules.isFrozen(phase)) return;
  disk.settings += 1;
  change();
  server.observer.settingsChanged();
  server.scheduler?.nudge();
}

export const restoreBackup = (server: Server, age: number): void => {
  const document = documentOfThen(server, age);
  doTo(server, async (life) => document && restore(life, document));
};

/** Notices after which somebody has to do something. */
const ALARMING: ReadonlySet<NoticeKind> = new Set([
  'emergency',
  'emergency-expired',
  'mismatch',
  'services-stopped',
  'clock-suspect',
  'module-lapsed',
  'module-stopped',
  'renewal-ending',
]);

/** Reads the mails of a server, and reacts as the profile says. */
export function createOperator(profile: Profile): (server: Server, moment: Moment) => void {
  const reacting = new WeakSet<Server>();
  /** Who has confirmed a wrong clock, and hears of it again a day later, looks at it. */
  const confirmed = new WeakSet<Server>();
  const react = (server: Server): void => {
    reacting.delete(server);
    if (!server.process.over) {
      lookAtClock(server, profile.confirmsBlindly && !confirmed.has(server));
      confirmed.add(server);
      help(server);
    }
    const state = server.life?.watch.state() ?? server.disk.watch;
    if (state && (state.failingSince !== null || state.mismatchSince !== null || state.clock.suspect))
      again(server, DAY);
  };
  const again = (server: Server, after: number): void => {
    if (reacting.has(server)) return;
    reacting.add(server);
    const { agenda } = server.world;
    agenda.at(agenda.now() + after, () => react(server));
  };
  return (server, { step }) => {
    const { reactsAfter } = profile;
    const alarmed = step.effects.some((effect) => effect.type === 'notice' && ALARMING.has(effect.kind));
    if (alarmed && reactsAfter !== null) again(server, reactsAfter);
    if (profile.startsByHand && step.effects.some(({ type }) => type === 'stop')) {
      const { agenda } = server.world;
      agenda.at(agenda.now() + 8 * HOUR, () => server.isUp() && startByHand(server));
    }
  };
}

function lookAtClock(server: Server, blindly: boolean): void {
  if (blindly && server.life?.watch.state().clock.suspect) doTo(server, ({ watch }) => watch.step(confirmClock));
  else if (server.machine.clockOff !== 0) setClock(server, 0);
}

function help(server: Server): void {
  const { life, world } = server;
  const state = life?.watch.state();
  if (!state) return;
  const order = world.vendor.newest();
  const today = world.agenda.now();
  if (order?.items.some(({ renewal }) => Date.parse(renewal) - today < 10 * DAY)) {
    order.items = renewed(order.items, today, -1);
    doTo(server, validate);
  }
  if (state.failingSince === null && state.mismatchSince === null) return;
  if (order) askVendor(order, state.failure?.reason, server.machine.referenceId);
  doTo(server, (running) => retrieve(running, world.network.works() ? 'online' : 'file'));
}

/** Releases the other computer on the customer pages; the vendor's support grants a machine more. */
function askVendor(order: Order, reason: string | undefined, referenceId: string): void {
  if (reason === 'PARALLEL_USE_ENDED') {
    for (const machine of order.machines) machine.released ||= machine.reference !== referenceId;
  }
  if (order.machines.length >= activationLimit(order)) order.granted += 1;
}
