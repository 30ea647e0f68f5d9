/** System variables (INTERFACES 2): read by name or all at once, changed all or none. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { SystemVariable } from '../../contract/schemas.ts';
import type { Store } from '../store/store.ts';
import { type StoredVariable, SYSTEM_VARIABLES, type VariableSources } from './variables.ts';

export interface Settings {
  /** `*` names all but those on request. Throws VARIABLE_UNKNOWN. */
  variables(input: { name: string }): Promise<SystemVariable[]>;
  /** `changed` counts the variables whose value is another one now. */
  setVariables(input: { values: Record<string, string> }): Promise<{ changed: number }>;
  /** The server's time zone, for midnights and days (LICENSING). */
  timeZone(): string;
  /** Is the license part of Backup Settings (LICENSING 11)? */
  licenseInBackups(): boolean;
}

export interface SettingsDeps {
  readonly store: Store;
  readonly sources: VariableSources;
  /** The machine's own time zone: the default of the setting. */
  readonly systemTimeZone: string;
  /** Something was changed that the License dialog shows. */
  readonly changed: () => void;
}

export async function openSettings({ store, sources, systemTimeZone, changed }: SettingsDeps): Promise<Settings> {
  // Read from a copy in memory: rules ask for the time zone all the time.
  const rows = await store.read.selectFrom('setting').selectAll().execute();
  const values = new Map(rows.map((row) => [row.name, row.value]));
  const stored = (variable: StoredVariable): string =>
    values.get(variable.name.toLowerCase()) ?? variable.initial(systemTimeZone);
  const shown = async (variable: (typeof SYSTEM_VARIABLES)[number]): Promise<SystemVariable> => ({
    name: variable.name,
    value: 'read' in variable ? await variable.read(sources) : stored(variable),
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
      const asked = parseAll(input.values);
      const differing = [...asked].filter(([variable, value]) => stored(variable) !== value);
      await store.write(async (trx) => {
        for (const [variable, value] of differing) {
          const row = { name: variable.name.toLowerCase(), value };
          const replace = trx.insertInto('setting').values(row);
          await replace.onConflict((oc) => oc.column('name').doUpdateSet({ value })).execute();
        }
      });
      for (const [variable, value] of differing) values.set(variable.name.toLowerCase(), value);
      if (differing.length > 0) changed();
      return { changed: differing.length };
    },
    timeZone: () => setting('C_TimeZone'),
    licenseInBackups: () => setting('C_System_Tools_ExcludeLicense') === '1',
  };
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
function parseAll(values: Record<string, string>): Map<StoredVariable, string> {
  const asked = new Map<StoredVariable, string>();
  for (const [name, text] of Object.entries(values)) {
    const variable = writable(name);
    const value = variable.parse(text);
    if (value === undefined) {
      const params = { value: text.slice(0, 80), variable: variable.name, detail: variable.values };
      throw new SeatkeeperError('VALUE_INVALID', params);
    }
    if (asked.has(variable)) throw new SeatkeeperError('INPUT_INVALID', { detail: `${variable.name} is given twice` });
    asked.set(variable, value);
  }
  return asked;
}
