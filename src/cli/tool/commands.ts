import { ACCESS_COMMANDS } from './access.ts';
import { ACCOUNT_COMMANDS } from './accounts.ts';
import { BACKUP_COMMANDS } from './backup.ts';
import { CHECK_COMMANDS } from './check.ts';
import { type CommandSpec, VERBS } from './command.ts';
import { DOMAIN_COMMANDS } from './domains.ts';
import { IMPORT_COMMANDS } from './import.ts';
import { LICENSE_COMMANDS } from './license.ts';
import { LIFECYCLE_COMMANDS } from './lifecycle.ts';
import { NOTICE_COMMANDS } from './notices.ts';
import { SEAT_COMMANDS } from './seats.ts';
import { SYSTEM_COMMANDS } from './system.ts';

const ALL: readonly CommandSpec[] = [
  ...LICENSE_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...IMPORT_COMMANDS,
  ...DOMAIN_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...SEAT_COMMANDS,
  ...ACCESS_COMMANDS,
  ...BACKUP_COMMANDS,
  ...LIFECYCLE_COMMANDS,
  ...CHECK_COMMANDS,
  ...NOTICE_COMMANDS,
];

/** In the order of the verbs, so that help and reference read alike. */
export const COMMANDS: readonly CommandSpec[] = Object.keys(VERBS).flatMap((verb) =>
  ALL.filter((c) => c.verb === verb),
);
