/** All steps of the schema, in order. A step that was released is never changed: write the next one. */
import type { Kysely } from 'kysely';
import { tables } from './001-tables.ts';
import { notices } from './002-notices.ts';
import { access } from './003-access.ts';
import { trail } from './004-trail.ts';

export interface Migration {
  /** Its place in the list, from 1. */
  readonly version: number;
  readonly name: string;
  /** Runs in a transaction of its own. The shape at that step is its own matter, hence no schema. */
  readonly up: (trx: Kysely<unknown>) => Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'tables', up: tables },
  { version: 2, name: 'notices', up: notices },
  { version: 3, name: 'access', up: access },
  { version: 4, name: 'trail', up: trail },
];
