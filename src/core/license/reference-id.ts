/** Reference ID `SK1-AAAA-BBBB-CCCC-DDDD-EEEE-KK`: a machine by five components, each to be seen changing (LICENSING 3). */
import type { CryptoPort } from '../ports.ts';
import { bitsToBase32, readBase32 } from './base32.ts';
import { utf8Bytes } from './utf8.ts';

/** In the order of the groups A..E. */
export const COMPONENT_IDS = ['os', 'board', 'disk', 'network', 'install'] as const;
export type ComponentId = (typeof COMPONENT_IDS)[number];

/** What was read of a machine; a component that is absent or empty could not be read. */
export type MachineComponents = { readonly [component in ComponentId]?: string };

/** Components in words, for "network adapter changed". */
export const COMPONENT_NAMES: Readonly<Record<ComponentId, string>> = {
  os: 'operating system',
  board: 'mainboard',
  disk: 'system disk',
  network: 'network adapter',
  install: 'installation',
};

/** Fewer make no Reference ID: MACHINE_UNIDENTIFIABLE. */
export const MIN_COMPONENTS = 2;

const PREFIX = 'SK1';
const GROUP = 4;
const GROUP_BITS = 20;
const CHECK = 2;
const MISSING = '0000';
const DIGITS = PREFIX.length + COMPONENT_IDS.length * GROUP + CHECK;

/** The first 20 bits of the keyed hash that are not all zero: zero means missing. */
function groupOf(component: ComponentId, value: string, crypto: CryptoPort): string {
  const hash = crypto.hmacSha256(`seatkeeper/reference/1/${component}`, value);
  for (let from = 0; from + GROUP_BITS <= hash.length * 8; from += GROUP_BITS) {
    const group = bitsToBase32(hash, from, GROUP);
    if (group !== MISSING) return group;
  }
  throw new RangeError('a hash of nothing but zeros');
}

/** `body` is `SK1-AAAA-…-EEEE`, without the hyphen that follows. */
const checkOf = (body: string, crypto: CryptoPort): string => bitsToBase32(crypto.sha256(utf8Bytes(body)), 0, CHECK);

export const presentComponents = (components: MachineComponents): ComponentId[] =>
  COMPONENT_IDS.filter((id) => (components[id] ?? '') !== '');

/** The Reference ID of a machine. The caller refuses one with fewer than MIN_COMPONENTS components. */
export function composeReferenceId(components: MachineComponents, crypto: CryptoPort): string {
  const groups = COMPONENT_IDS.map((id) => {
    const value = components[id] ?? '';
    return value === '' ? MISSING : groupOf(id, value, crypto);
  });
  const body = [PREFIX, ...groups].join('-');
  return `${body}-${checkOf(body, crypto)}`;
}

/** The Reference ID as it is written, however it was typed; undefined: misspelled. */
export function parseReferenceId(text: string, crypto: CryptoPort): string | undefined {
  const digits = readBase32(text);
  if (digits?.length !== DIGITS || !digits.startsWith(PREFIX)) return undefined;
  const groups = COMPONENT_IDS.map((_, i) => digits.slice(PREFIX.length + i * GROUP, PREFIX.length + (i + 1) * GROUP));
  const body = [PREFIX, ...groups].join('-');
  return digits.endsWith(checkOf(body, crypto)) ? `${body}-${digits.slice(-CHECK)}` : undefined;
}

const WRITTEN = /^SK1((?:-[0-9A-HJKMNP-TV-Z]{4}){5})-[0-9A-HJKMNP-TV-Z]{2}$/;

/** Group by component of a Reference ID as it is written; a missing component is absent. */
function groupsOf(referenceId: string): Map<ComponentId, string> {
  const groups = WRITTEN.exec(referenceId)?.[1]?.slice(1).split('-') ?? [];
  const pairs = COMPONENT_IDS.map((id, i) => [id, groups[i] ?? MISSING] as const);
  return new Map(pairs.filter(([, group]) => group !== MISSING));
}

/** The components that a written Reference ID holds; none if the text is no Reference ID. */
export const componentsOfReference = (referenceId: string): ComponentId[] => [...groupsOf(referenceId).keys()];

export interface ReferenceMatch {
  readonly fits: boolean;
  /** Present on both sides and equal. */
  readonly equal: readonly ComponentId[];
  /** Present on both sides and different: with `fits`, a tolerated drift. */
  readonly changed: readonly ComponentId[];
}

/** Is this the licensed machine? Both Reference IDs as they are written; the rule of LICENSING 3. */
export function matchReferenceIds(licensed: string, actual: string): ReferenceMatch {
  const [one, other] = [groupsOf(licensed), groupsOf(actual)];
  const compared = COMPONENT_IDS.filter((id) => one.has(id) && other.has(id));
  const equal = compared.filter((id) => one.get(id) === other.get(id));
  const changed = compared.filter((id) => one.get(id) !== other.get(id));
  const anchored = equal.includes('os') || equal.includes('install');
  return { fits: equal.length >= 2 && anchored && 2 * equal.length > compared.length, equal, changed };
}

/** The vendor also takes two equal of mainboard, disk and network as the same machine: a reinstalled system (LICENSING 3). */
export function sameMachineAtVendor(a: string, b: string): boolean {
  const { fits, equal } = matchReferenceIds(a, b);
  return fits || equal.filter((id) => id === 'board' || id === 'disk' || id === 'network').length >= 2;
}
