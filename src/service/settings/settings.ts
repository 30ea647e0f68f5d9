/** System variables (INTERFACES 2): read by name or all at once, changed all or none. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { SystemVariable } from '../../contract/schemas.ts';
import type { NoticeSettings } from '../notices/notices.ts';
import type { Store } from '../store/store.ts';
import { LICENSING_PROXY, LICENSING_SERVER } from './connection-variables.ts';
import { splitAddresses } from './notice-variables.ts';
import { hidePassword } from './secret-address.ts';
import { type SettingDefaults, type StoredVariable, SYSTEM_VARIABLES, type VariableSources } from './variables.ts';

export interface Settings {
  /** `*` names all but those on request. Throws VARIABLE_UNKNOWN. */
  variables(input: { name: string }): Promise<SystemVariable[]>;
  /** `changed` counts the variables whose value is another one now. */
  setVariables(input: { values: Record<string, string> }): Promise<{ changed: number }>;
  /** The server's time zone, for midnights and days (LICENSING). */
  timeZone(): string;
  /** Without a slash at the end. */
  licensingUrl(): string;
  /** http://host:port, `direct`; empty: the system's. */
  licensingProxy(): string;
  notices(): NoticeSettings;
  /** 0: for ever. */
  keepLogsDays(): number;
  /** Is the license part of Backup Settings (LICENSING 11)? */
  licenseInBackups(): boolean;
  /** Of settings that were stored elsewhere, those that are ones here, and the names of the others. */
  usable(rows: readonly StoredSetting[]): { readonly rows: StoredSetting[]; readonly leftOut: string[] };
  /** Somebody else has changed the table: read it again. */
  reload(): Promise<void>;
}

/** A row of the table `setting`. */
export interface StoredSetting {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

/** Of all variables that are stored, in lower case. */
export const SETTING_NAMES: readonly string[] = SYSTEM_VARIABLES.flatMap((variable) =>
  'read' in variable ? [] : [variable.name.toLowerCase()],
);

export interface SettingsDeps {
  readonly store: Store;
  readonly sources: VariableSources;
  readonly defaults: SettingDefaults;
  /** These have another value now; names in lower case. */
  readonly changed: (names: readonly string[]) => void;
}

export async function openSettings({ store, sources, defaults, changed }: SettingsDeps): Promise<Settings> {
  // Read from a copy in memory: rules ask for the time zone all the time.
  const values = new Map<string, string>();
  const fill = async (): Promise<void> => {
    const rows = await store.read.selectFrom('setting').selectAll().execute();
    values.clear();
    for (const { name, value } of rows) values.set(name, value);
  };
  await fill();
  const stored = (variable: StoredVariable): string =>
    values.get(variable.name.toLowerCase()) || variable.initial(defaults);
  const visible = (variable: StoredVariable): string => {
    const value = stored(variable);
    return variable.shown ? variable.shown(value) : value;
  };
  const shown = async (variable: (typeof SYSTEM_VARIABLES)[number]): Promise<SystemVariable> => ({
    name: variable.name,
    value: 'read' in variable ? await variable.read(sources) : visible(variable),
    writable: !('read' in variable),
    description: variable.description,
    onRequest: 'onRequest' in variable,
  });
  const setting = (name: string): string => stored(writable(name));
  return {
    variables({ name }) {
      const wanted = name === '*' ? SYSTEM_VARIABLES.filter((v) => !('onRequest' in v)) : [variableOf(name)];
      return Promise.all(wanted.map(shown));
    },
    async setVariables(input) {
      const asked = parseAll(input.values, { stored, visible });
      const differing = [...asked].filter(
        ([variable, value]) => stored(variable) !== (value || variable.initial(defaults)),
      );
      await store.write(async (trx) => {
        for (const [variable, value] of differing) {
          const row = { name: variable.name.toLowerCase(), value };
          const replace = trx.insertInto('setting').values(row);
          await replace.onConflict((oc) => oc.column('name').doUpdateSet({ value })).execute();
        }
      });
      for (const [variable, value] of differing) values.set(variable.name.toLowerCase(), value);
      if (differing.length > 0) changed(differing.map(([variable]) => variable.name.toLowerCase()));
      return { changed: differing.length };
    },
    timeZone: () => setting('C_TimeZone'),
    licensingUrl: () => setting(LICENSING_SERVER),
    licensingProxy: () => setting(LICENSING_PROXY),
    notices: () => ({
      smtp: setting('C_Notice_SMTP'),
      from: setting('C_Notice_From'),
      postmaster: setting('C_Notice_Postmaster'),
      vendor: setting('C_Notice_Vendor'),
      also: splitAddresses(setting('C_Notice_Also')),
    }),
    keepLogsDays: () => Number(setting('C_System_Logging_DeleteOlder')),
    licenseInBackups: () => setting('C_System_Tools_ExcludeLicense') === '1',
    usable,
    async reload() {
      const before = new Map(values);
      await fill();
      const names = SETTING_NAMES.filter((name) => before.get(name) !== values.get(name));
      if (names.length > 0) changed(names);
    },
  };
}

function usable(rows: readonly StoredSetting[]): ReturnType<Settings['usable']> {
  const leftOut: string[] = [];
  const good: StoredSetting[] = [];
  for (const { name, value } of rows) {
    const variable = SYSTEM_VARIABLES.find((v) => v.name.toLowerCase() === name);
    const parsed = variable && !('read' in variable) ? variable.parse(value) : undefined;
    if (parsed === undefined) leftOut.push(name);
    else good.push({ name, value: parsed });
  }
  return { rows: good, leftOut };
}

function variableOf(name: string): (typeof SYSTEM_VARIABLES)[number] {
  const found = SYSTEM_VARIABLES.find((v) => v.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new SeatkeeperError('VARIABLE_UNKNOWN', { variable: name, object: 'system' });
  return found;
}

function writable(name: string): StoredVariable {
  const variable = variableOf(name);
  if ('read' in variable) throw new SeatkeeperError('VARIABLE_READ_ONLY', { variable: variable.name });
  return variable;
}

/** Every value checked before the first is stored. */
function parseAll(
  values: Record<string, string>,
  present: Readonly<Record<'stored' | 'visible', (variable: StoredVariable) => string>>,
): Map<StoredVariable, string> {
  const asked = new Map<StoredVariable, string>();
  for (const [name, text] of Object.entries(values)) {
    const variable = writable(name);
    // What a screen shows and sends back is no new value, although its password is hidden.
    const same = variable.shown !== undefined && text.trim() !== '' && text.trim() === present.visible(variable);
    const value = same ? present.stored(variable) : variable.parse(text);
    if (value === undefined) {
      const params = { value: hidePassword(text).slice(0, 80), variable: variable.name, detail: variable.values };
      throw new SeatkeeperError('VALUE_INVALID', params);
    }
    if (asked.has(variable)) throw new SeatkeeperError('INPUT_INVALID', { detail: `${variable.name} is given twice` });
    asked.set(variable, value);
  }
  return asked;
}
