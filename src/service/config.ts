/** `seatkeeper.toml`: what a process needs before it has a database (INTERFACES 1). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { ZodError } from 'zod';
import { SeatkeeperError } from '../contract/errors.ts';
import type { TrustedKey } from '../core/license/keys.ts';
import type { ModuleId } from '../core/seats/modules.ts';
import { environmentValues, type RawConfig } from './config-environment.ts';
import { configFile } from './config-schema.ts';
import type { ServiceCommands } from './service-commands.ts';

export interface Config {
  readonly licensing: {
    /** Without a slash at the end. */
    readonly url: string;
    readonly development: boolean;
    /** Only with `development`; the build's own keys are not among them. */
    readonly trustedKeys: readonly TrustedKey[];
  };
  readonly notices: {
    readonly smtp: string;
    readonly postmaster: string;
    readonly vendor: string;
    readonly also: readonly string[];
  };
  readonly services: Readonly<Partial<Record<ModuleId, ServiceCommands>>>;
  readonly listen: {
    /** host:port on loopback. */
    readonly http: string;
    /** Nobody named an address: a hosting console may take a free port instead. */
    readonly httpIsDefault: boolean;
    readonly https: string;
  };
  readonly uploads: { readonly maxBytes: number };
}

export const CONFIG_FILE = 'seatkeeper.toml';

/** Reads the folder's configuration; a missing file means defaults. Throws CONFIG_INVALID naming file and key. */
export function loadConfig(dataFolder: string, env: NodeJS.ProcessEnv): Config {
  const file = join(dataFolder, CONFIG_FILE);
  return parseConfig(readIfThere(file), file, env);
}

/** `file` is named in errors only. */
export function parseConfig(text: string, file: string, env: NodeJS.ProcessEnv): Config {
  const raw = parseToml(text, file);
  const twins = environmentValues(env, raw);
  const parsed = configFile.safeParse(twins.raw);
  if (!parsed.success) throw invalid(parsed.error, file, twins.sources);
  const c = parsed.data;
  return {
    licensing: {
      url: c.licensing.url,
      development: c.licensing.development,
      trustedKeys: c.licensing.development ? c.licensing.trusted_keys : [],
    },
    notices: c.notices,
    services: c.services as Config['services'],
    listen: { ...c.listen, httpIsDefault: hasNoValue(twins.raw, 'listen', 'http') },
    uploads: { maxBytes: c.uploads.max_mib * 1024 * 1024 },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return '';
    throw new SeatkeeperError('FILE_UNREADABLE', { file, detail: code ?? String(error) });
  }
}

function parseToml(text: string, file: string): RawConfig {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = error.message.split('\n', 1)[0] ?? '';
    throw new SeatkeeperError('CONFIG_INVALID', { file, detail: `line ${error.line}: ${why}` });
  }
}

function invalid(error: ZodError, file: string, sources: ReadonlyMap<string, string>): SeatkeeperError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown].map(String);
  const source = sources.get(path.slice(0, 3).join('.')) ?? sources.get(path.slice(0, 2).join('.'));
  const why = unknown.length > 0 ? 'there is no such key' : (issue?.message ?? 'not understood');
  return new SeatkeeperError('CONFIG_INVALID', { file: source ?? file, detail: `${path.join('.')}: ${why}` });
}

function hasNoValue(raw: RawConfig, section: string, key: string): boolean {
  const table = raw[section];
  return typeof table !== 'object' || table === null || !(key in table);
}
