import { type ErrorEntry, failed, input } from './entry.ts';

/** This machine and its data folder. */
export const MACHINE_ERRORS = {
  SERVICE_UNREACHABLE: {
    ...failed(
      503,
      'The control service cannot be reached at {url} ({detail}).',
      'Start it with npm run service, or open the console.',
    ),
    exit: 6,
  },
  SERVICE_NOT_RUNNING: {
    ...failed(
      503,
      'No control service runs on the data folder {folder}.',
      'Start it with npm run service, or open the console. If it works on another folder, name that with --data.',
    ),
    exit: 6,
  },
  SERVICE_ALREADY_RUNNING: failed(
    409,
    'A control service works on {folder} already (process {pid}).',
    'Use that one: it is at {url}.',
    false,
  ),
  DATA_FOLDER_READ_ONLY: failed(
    500,
    'The data folder {folder} cannot be written.',
    'Give this user the right to write it, or name another with --data.',
    false,
  ),
  DATA_FOLDER_NOT_YOURS: failed(
    500,
    'The data folder {folder} belongs to another user.',
    'Run as that user, or name another folder with --data.',
    false,
  ),
  DATA_FOLDER_NEWER: failed(
    500,
    'The data folder {folder} was written by a newer version (schema {found}, this version knows {known}).',
    'Install that version again; nothing was changed.',
    false,
  ),
  DATA_FOLDER_FULL: failed(
    507,
    'There is no space left on the disk of the data folder.',
    'Free some space and try again; nothing was changed.',
  ),
  DATABASE_DAMAGED: failed(
    500,
    'The database {file} is damaged ({detail}).',
    'Restore it from backups/ in the data folder, or from a backup of your own.',
    false,
  ),
  CONFIG_INVALID: { ...input('{file} cannot be used: {detail}.', 'Correct the line named here and start again.') },
  PORT_IN_USE: failed(
    500,
    'The address {address} is in use by another program.',
    'Stop that program, or choose another address; the port 0 picks a free one.',
    false,
  ),
  FILE_UNREADABLE: failed(400, 'The file {file} cannot be read ({detail}).', 'Check its name and your rights.', false),
  FILE_UNWRITABLE: failed(400, 'The file {file} cannot be written ({detail}).', 'Choose another place.', false),
  NOTICES_NOT_CONFIGURED: failed(
    409,
    'No mail server is configured: notices about the license wait here and reach nobody.',
    'Name one: tool modify system C_Notice_SMTP smtp://127.0.0.1:25, or notices.smtp in seatkeeper.toml.',
    false,
  ),
  NOTICE_RECIPIENTS_MISSING: failed(
    409,
    'No postmaster is configured: notices about the license do not reach whoever looks after this server.',
    'Name one: tool modify system C_Notice_Postmaster ADDRESS, or notices.postmaster in seatkeeper.toml.',
    false,
  ),
  NOTICES_UNDELIVERED: failed(
    502,
    'Notices could not be delivered yet ({waiting} wait): {detail}.',
    'Check the mail server and the recipients of notices, then send a test mail.',
  ),
  DRIFT_FOUND: failed(
    500,
    'The counters had drifted in {scopes} scopes and were corrected.',
    'Please report this with Request Support: it is a defect.',
    false,
  ),
  CANCELLED: failed(409, 'Cancelled. Nothing was changed.', 'Start it again when you like.', false),
  INTERRUPTED: failed(
    500,
    'The control service ended while this was under way: no account and no domain was changed.',
    'Start it again.',
  ),
  SHUTTING_DOWN: failed(503, 'The control service is stopping.', 'Try again in a moment.'),
  INTERNAL: failed(
    500,
    'Something went wrong here (reference {correlationId}).',
    'Try again; if it stays, use Request Support and name the reference.',
  ),
} as const satisfies Record<string, ErrorEntry>;
