/** Every line of `seatkeeper.toml` has an environment twin, which wins over the file (INTERFACES 1). */
import { MODULE_IDS } from '../core/seats/modules.ts';

export type RawConfig = Record<string, unknown>;

type Kind = 'text' | 'flag' | 'list' | 'number' | 'json';

const SERVICE_KEYS: readonly (readonly [string, Kind])[] = [
  ['preset', 'text'],
  ['stop', 'json'],
  ['start', 'json'],
  ['status', 'json'],
  ['timeout_seconds', 'number'],
];

const TWINS: readonly { readonly name: string; readonly path: readonly string[]; readonly kind: Kind }[] = [
  { name: 'SEATKEEPER_LICENSING_URL', path: ['licensing', 'url'], kind: 'text' },
  { name: 'SEATKEEPER_DEVELOPMENT', path: ['licensing', 'development'], kind: 'flag' },
  { name: 'SEATKEEPER_TRUSTED_KEYS', path: ['licensing', 'trusted_keys'], kind: 'list' },
  { name: 'SEATKEEPER_SMTP', path: ['notices', 'smtp'], kind: 'text' },
  { name: 'SEATKEEPER_POSTMASTER', path: ['notices', 'postmaster'], kind: 'text' },
  { name: 'SEATKEEPER_VENDOR_MAIL', path: ['notices', 'vendor'], kind: 'text' },
  { name: 'SEATKEEPER_NOTICES_ALSO', path: ['notices', 'also'], kind: 'list' },
  { name: 'SEATKEEPER_HTTP', path: ['listen', 'http'], kind: 'text' },
  { name: 'SEATKEEPER_HTTPS', path: ['listen', 'https'], kind: 'text' },
  { name: 'SEATKEEPER_UPLOADS_MAX_MIB', path: ['uploads', 'max_mib'], kind: 'number' },
  // A command is a JSON array, because its arguments may hold commas and spaces.
  ...MODULE_IDS.flatMap((module) =>
    SERVICE_KEYS.map(([key, kind]) => ({
      name: `SEATKEEPER_SERVICES_${module.toUpperCase()}_${key.toUpperCase()}`,
      path: ['services', module, key],
      kind,
    })),
  ),
];

/**
 * The file's values with the environment's laid over them. `sources` names the variable of each dotted path that came
 * from the environment, so that an error points at it. Text that does not fit its kind stays text, for the schema to refuse.
 */
export function environmentValues(
  env: NodeJS.ProcessEnv,
  file: RawConfig,
): { raw: RawConfig; sources: Map<string, string> } {
  const raw = structuredClone(file);
  const sources = new Map<string, string>();
  for (const { name, path, kind } of TWINS) {
    const text = env[name];
    if (text === undefined || text === '') continue;
    setPath(raw, path, converted(text, kind));
    sources.set(path.join('.'), name);
  }
  return { raw, sources };
}

function converted(text: string, kind: Kind): unknown {
  if (kind === 'flag') return { 1: true, true: true, 0: false, false: false }[text] ?? text;
  if (kind === 'number') return /^\d+$/.test(text) ? Number(text) : text;
  if (kind === 'json') return jsonOr(text);
  if (kind === 'list') {
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  return text;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function setPath(raw: RawConfig, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    raw[key] = value;
    return;
  }
  const inner = raw[key];
  const table = typeof inner === 'object' && inner !== null ? (inner as RawConfig) : {};
  raw[key] = table;
  setPath(table, rest, value);
}
