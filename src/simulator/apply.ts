/** What each fault does to the world. */
import { HOUR } from '../core/calendar.ts';
import { copyOfDisk, type Disk, emptyDisk } from './disk.ts';
import { restore } from './licensing.ts';
import { copyOfMachine, exchange, type Machine } from './machine.ts';
import { act, documentOfThen, doTo, restoreBackup, setClock } from './operator.ts';
import type { Fault, FaultKind } from './scenario.ts';
import { boot, createServer, halt, type Server } from './server.ts';
import { renewed } from './vendor.ts';
import type { World } from './world.ts';

type Of<K extends FaultKind> = Extract<Fault, { kind: K }>;
type Apply<K extends FaultKind> = (world: World, fault: Of<K>, server: Server) => void;

/** Both know of it: what was foreseen holds no more. */
const disturb = ({ servers }: World): void => {
  for (const server of servers) server.observer.disturbed();
};

function outage(
  world: World,
  fault: Of<'vendor-down' | 'network-down' | 'answers-lost' | 'captive-portal' | 'vendor-busy'>,
): void {
  const end = world.network.begin(fault.kind, fault.kind === 'vendor-busy' ? fault.retryAfter : 0);
  world.after(fault.for, `end of ${fault.kind}`, () => {
    end();
    disturb(world);
  });
}

function jump(world: World, server: Server, by: number, duration: number | null): void {
  setClock(server, server.machine.clockOff + by);
  if (duration !== null) world.after(duration, 'the clock is put right', () => setClock(server, 0));
}

function clone(world: World, { components, for: duration }: Of<'clone'>, original: Server): void {
  const machine = copyOfMachine(original.machine);
  if (components.length > 0) exchange(machine, components, world.fresh());
  const copy = createServer(`clone ${world.servers.length}`, world, machine, copyOfDisk(original.disk));
  copy.skipped = original.skipped;
  copy.history.push(...original.history);
  world.adopt(copy);
  boot(copy);
  world.after(duration, `${copy.name} is deleted`, () => halt(copy, null));
}

export interface Snapshot {
  readonly disk: Disk;
  readonly services: Machine['services'];
}

/** Snapshots are taken before anybody knows that they will be needed. */
export function takeSnapshot({ disk, machine }: Server): Snapshot {
  return { disk: copyOfDisk(disk), services: copyOfMachine(machine).services };
}

function goBack(world: World, fault: Of<'snapshot'>, server: Server): void {
  const snapshot = world.snapshots.get(fault);
  halt(server, fault.down);
  if (!snapshot) return;
  server.disk = snapshot.disk;
  server.machine = { ...server.machine, services: snapshot.services };
  server.observer.anotherDisk();
}

function reinstall(world: World, { components, down, age }: Of<'reinstall'>, server: Server): void {
  const document = documentOfThen(server, age);
  halt(server, down);
  exchange(server.machine, ['install', ...components], world.fresh());
  server.disk = emptyDisk(server.disk.timeZone);
  for (const service of server.machine.services.values())
    Object.assign(service, { running: true, stoppedBy: 'nobody' });
  server.observer.anotherDisk();
  world.after(down + HOUR, 'the license of a backup is restored', () => {
    if (document) doTo(server, (life) => restore(life, document));
  });
}

function vendorAct(world: World, { act: what, for: duration }: Of<'vendor-act'>): void {
  const order = world.vendor.newest();
  disturb(world);
  if (!order) return;
  if (what === 'block') {
    order.blocked = true;
    world.after(duration, 'the order is unblocked', () => {
      order.blocked = false;
      disturb(world);
    });
  } else if (what === 'purchase') {
    const { everyDays, graceDays, items } = order;
    world.vendor.sell({ everyDays, graceDays, items, expires: null });
    world.buy(duration);
  } else order.items = renewed(order.items, world.agenda.now(), what === 'renew' ? -1 : order.items.length - 1);
}

const APPLY: { readonly [K in FaultKind]: Apply<K> } = {
  'vendor-down': outage,
  'network-down': outage,
  'answers-lost': outage,
  'captive-portal': outage,
  'vendor-busy': outage,
  'disk-full': (world, { for: duration }, server) => {
    server.diskFull += 1;
    server.observer.disturbed();
    world.after(duration, 'there is space on the disk again', () => {
      server.diskFull -= 1;
      server.observer.disturbed();
    });
  },
  crash: (_world, { down }, server) => halt(server, down),
  restart: (_world, { down }, server) => halt(server, down),
  'crash-at': (_world, { point, down }, server) => {
    server.armed = { point, down };
  },
  clock: (world, { by, for: duration }, server) => jump(world, server, by, duration),
  'clock-while-down': (world, { by, for: duration, down }, server) => {
    halt(server, down);
    jump(world, server, by, duration);
  },
  hardware: (world, { components, down }, server) => {
    halt(server, down);
    exchange(server.machine, components, world.fresh());
  },
  clone,
  snapshot: goBack,
  restore: (_world, { age }, server) => restoreBackup(server, age),
  reinstall,
  programs: (world, { how, modules, for: duration }, server) => {
    const broken = { how, modules };
    server.broken.push(broken);
    server.observer.disturbed();
    world.after(duration, 'the programs work again', () => {
      server.broken.splice(server.broken.indexOf(broken), 1);
      server.observer.disturbed();
    });
  },
  'vendor-act': vendorAct,
  act: (_world, fault, server) => act(server, fault),
};

export function apply(world: World, fault: Fault, server: Server): void {
  (APPLY[fault.kind] as Apply<FaultKind>)(world, fault, server);
  disturb(world);
}
