/** What support needs to know (INTERFACES 4, Request Support), as readable JSON, and no secret. */
import { arch, platform, release } from 'node:os';
import type { LicenseView } from '../../contract/schemas.ts';
import { COMPONENT_IDS, COMPONENT_NAMES, componentsOfReference } from '../../core/license/reference-id.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { HostKind } from '../running.ts';
import type { Store } from '../store/store.ts';
import { withoutSecrets } from './secrets.ts';

export interface SupportDeps {
  readonly version: string;
  readonly host: HostKind;
  readonly clock: Clock;
  readonly config: Config;
  readonly store: Store;
  readonly license: () => Promise<LicenseView>;
  readonly accounts: () => Promise<{ accounts: number; users: number; domains: number }>;
  readonly settings: () => Promise<readonly { name: string; value: string }[]>;
  readonly lastLines: () => readonly string[];
}

const AUDIT_ROWS = 200;

/** A part that cannot be read says why, and the rest is still there: a bundle is wanted most when things fail. */
export async function supportBundle(deps: SupportDeps): Promise<{ fileName: string; content: string }> {
  const made = new Date(deps.clock.now()).toISOString();
  const license = await orReason(deps.license);
  const parts = {
    product: 'Seatkeeper',
    version: deps.version,
    made,
    host: deps.host,
    platform: { system: platform(), release: release(), architecture: arch(), node: process.versions.node },
    license,
    machine: 'failed' in license ? license : machineOf(license.information.referenceId),
    accounts: await orReason(deps.accounts),
    counters: await orReason(() => deps.store.read.selectFrom('seat_counter').selectAll().orderBy('mask').execute()),
    settings: await orReason(async () => (await deps.settings()).map(({ name, value }) => ({ name, value }))),
    config: shownConfig(deps.config),
    log: deps.lastLines().map(parsedLine),
    audit: await orReason(() =>
      deps.store.read.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(AUDIT_ROWS).execute(),
    ),
  };
  const name = `seatkeeper-support-${made.replace(/\.\d+Z$/, 'Z').replace(/[:]/g, '')}.json`;
  return { fileName: name, content: `${JSON.stringify(withoutSecrets(parts), null, 2)}\n` };
}

async function orReason<T extends object>(read: () => Promise<T>): Promise<T | { failed: string }> {
  try {
    return await read();
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** Which parts of the machine could be read; their values stay here. */
function machineOf(referenceId: string): { referenceId: string; components: Record<string, boolean> } {
  const present = componentsOfReference(referenceId);
  const components = COMPONENT_IDS.map((id) => [COMPONENT_NAMES[id], present.includes(id)] as const);
  return { referenceId, components: Object.fromEntries(components) };
}

/** Arguments of commands and passwords in addresses may be secrets; names of keys and programs are not. */
function shownConfig({ licensing, notices, services, listen, uploads }: Config): object {
  return {
    licensing: { ...licensing, trustedKeys: licensing.trustedKeys.map(({ id }) => id) },
    notices: { ...notices, smtp: notices.smtp.replace(/\/\/[^@/]*@/, '//') },
    services: Object.fromEntries(Object.entries(services).map(([id, { stop }]) => [id, stop[0]])),
    listen,
    uploads,
  };
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
