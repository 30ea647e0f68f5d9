/** The registry of system variables: name, meaning, where a value comes from, what it may be. */

import type { LicenseView } from '../../contract/schemas.ts';
import { parseBoolean } from '../../core/accounts/variables.ts';
import { isTimeZone } from '../../core/calendar.ts';
import type { Config } from '../config.ts';
import { CONNECTION_VARIABLES } from './connection-variables.ts';
import { NOTICE_VARIABLES } from './notice-variables.ts';

/** Where read-only variables have their values from. */
export interface VariableSources {
  readonly license: () => Promise<LicenseView>;
  /** The signed document in force; empty during the built-in evaluation. */
  readonly licenseXml: () => Promise<string>;
  /** Empty on a server that is no demonstration. */
  readonly demoOrder: string;
}

/** What a variable says until it is set: from the machine and from seatkeeper.toml. */
export interface SettingDefaults {
  readonly timeZone: string;
  readonly licensingUrl: string;
  readonly notices: Config['notices'];
}

interface Described {
  readonly name: string;
  readonly description: string;
}

export interface ReadVariable extends Described {
  readonly read: (sources: VariableSources) => Promise<string> | string;
  /** Long or costly: shown when named, not by `*`. */
  readonly onRequest?: true;
}

export interface StoredVariable extends Described {
  /** An empty value means this one again. */
  readonly initial: (defaults: SettingDefaults) => string;
  /** The value as it is stored; undefined if it is none. */
  readonly parse: (text: string) => string | undefined;
  /** In words, for a refusal. */
  readonly values: string;
  /** As it may be seen; a value that is given as it was shown stays what it is. */
  readonly shown?: (value: string) => string;
}

export const SYSTEM_VARIABLES: readonly (ReadVariable | StoredVariable)[] = [
  {
    name: 'C_Reference',
    description: 'Reference ID of this machine; empty when it cannot be identified',
    read: async ({ license }) => (await license()).information.referenceId,
  },
  {
    name: 'C_LicenseStatus',
    description: 'OK, Evaluation or Reference ID Mismatch',
    read: async ({ license }) => (await license()).information.status,
  },
  {
    name: 'C_License_XML',
    description: 'The signed license document in force',
    onRequest: true,
    read: ({ licenseXml }) => licenseXml(),
  },
  {
    name: 'C_System_Tools_ExcludeLicense',
    description: 'Include the license in backups (1, whatever the name says) or not (0)',
    initial: () => '1',
    parse: booleanText,
    values: '0, 1, true or false',
  },
  {
    name: 'Statistics_LicensedUsers',
    description: 'Used seats of the Mail Server',
    read: async ({ license }) => String((await license()).modules.find(({ id }) => id === 'mail')?.used ?? 0),
  },
  {
    name: 'C_TimeZone',
    description: 'Time zone of midnights and days, like Europe/Berlin; at first the one of this machine',
    initial: ({ timeZone }) => timeZone,
    parse: (text) => (isTimeZone(text.trim()) ? text.trim() : undefined),
    values: 'use a name like Europe/Berlin or UTC',
  },
  ...CONNECTION_VARIABLES,
  ...NOTICE_VARIABLES,
  {
    name: 'C_DemoOrder',
    description: 'On the demonstration server: an Order ID that is ready to be activated',
    onRequest: true,
    read: ({ demoOrder }) => demoOrder,
  },
];

function booleanText(text: string): string | undefined {
  const value = parseBoolean(text);
  return value === undefined ? undefined : value ? '1' : '0';
}
