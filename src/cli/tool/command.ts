/** A command of `tool` as data: the parser, `--help` and docs/tool.md are made from it. */
import type { Context } from './context.ts';
import { usageError } from './failure.ts';
import type { VariableObject } from './variables.ts';

export interface Call {
  readonly context: Context;
  /** What stood after verb and object, in order, options taken out. */
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** `tool create account`, for messages. */
  readonly command: string;
}

export interface CommandSpec {
  readonly verb: Verb;
  /** Empty where the verb says it all. */
  readonly object: string;
  /** In the parser's notation, with what each means: `<mask>`, `[variables...]`. */
  readonly args: readonly (readonly [syntax: string, meaning: string])[];
  /** One line. */
  readonly summary: string;
  /** What a person should know before using it. */
  readonly notes?: readonly string[];
  readonly options?: readonly (readonly [flags: string, meaning: string])[];
  /** Its list of variables is part of the help. */
  readonly variables?: VariableObject;
  readonly examples: readonly (readonly [line: string, says: string])[];
  readonly run: (call: Call) => Promise<void>;
}

export const VERBS = {
  create: 'Create an account or a domain',
  import: 'Import accounts from files of other mail servers',
  display: 'Show accounts, domains, system variables, the license (get is the same)',
  modify: 'Change accounts, domains, system variables (set is the same)',
  rename: 'Rename an account',
  delete: 'Delete accounts or a domain',
  export: 'Export accounts as lines, or the license as a file',
  list: 'List who uses a seat of a module',
  explain: 'Explain why an account counts, or not',
  recount: 'Prove the Used Seats counters',
  activate: 'Activate a license, online or from a file',
  show: 'Verify and explain a license file, without a service',
  backup: 'Back up settings and accounts into one file',
  restore: 'Restore settings and accounts from a backup',
  validate: 'Re-validate the license',
  access: 'Ask as a mail server would whether an account may use a module',
  check: 'Ask for monitoring: one line and an exit code',
  forecast: 'Show what will happen if nobody acts',
  service: 'Show how the services are',
  send: 'Send a test mail',
} as const;
export type Verb = keyof typeof VERBS;

export const SYNONYMS: Partial<Record<Verb, string>> = { display: 'get', modify: 'set' };

/** A number of days, 1 to `longest`; undefined if it was not asked for. Throws USAGE. */
export function daysOption(call: Call, name: string, longest: number): number | undefined {
  const text = textOption(call, name);
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= longest) return days;
  throw usageError(`--${name} takes a number of days from 1 to ${longest}`, call.command);
}

export const textOption = (call: Call, name: string): string | undefined => {
  const value = call.options[name];
  return typeof value === 'string' ? value : undefined;
};
