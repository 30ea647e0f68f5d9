/** A simulated machine: its components, its clock, the services that run on it. */
import { COMPONENT_IDS, type ComponentId, composeReferenceId } from '../core/license/reference-id.ts';
import type { ModuleId } from '../core/seats/modules.ts';
import { nodeCrypto } from '../platform/crypto.ts';

export interface Service {
  running: boolean;
  /** Who stopped it last. */
  stoppedBy: 'nobody' | 'seatkeeper' | 'operator';
}

export interface Machine {
  /** Each component's value: another number is another component. */
  components: Readonly<Record<ComponentId, number>>;
  referenceId: string;
  /** The system clock is ahead of the true time by so much, ms. */
  clockOff: number;
  readonly services: Map<ModuleId, Service>;
}

const referenceOf = (components: Machine['components']): string =>
  composeReferenceId(Object.fromEntries(COMPONENT_IDS.map((id) => [id, `${id}-${components[id]}`])), nodeCrypto);

export function createMachine(programs: readonly ModuleId[]): Machine {
  const components = { os: 1, board: 1, disk: 1, network: 1, install: 1 };
  const services = programs.map((id) => [id, { running: true, stoppedBy: 'nobody' }] as const);
  return { components, referenceId: referenceOf(components), clockOff: 0, services: new Map(services) };
}

export const copyOfMachine = (machine: Machine): Machine => ({
  ...machine,
  services: new Map([...machine.services].map(([id, service]) => [id, { ...service }])),
});

/** Other hardware; `value` was never seen before. */
export function exchange(machine: Machine, changed: readonly ComponentId[], value: number): void {
  machine.components = { ...machine.components, ...Object.fromEntries(changed.map((id) => [id, value])) };
  machine.referenceId = referenceOf(machine.components);
}
