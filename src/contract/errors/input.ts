import { type ErrorEntry, input } from './entry.ts';

/** What a caller sent. */
export const CALLER_ERRORS = {
  INPUT_INVALID: input('The request is not understood: {detail}.', 'Correct the value named here and try again.'),
  USAGE: input('The command is not understood: {detail}.', 'Run {command} --help for what it takes, with examples.'),
  ADDRESS_INVALID: input('“{address}” is not a mail address: {detail}.', 'Write it as name@domain.'),
  DOMAIN_INVALID: input('“{domain}” is not a domain name: {detail}.', 'Write it like example.com.'),
  MASK_INVALID: input(
    '“{mask}” is not a mask.',
    'Use an address, *@domain, al*@domain or *@*; for domains a name or *.',
  ),
  VARIABLE_UNKNOWN: input(
    'There is no variable “{variable}” on {object}.',
    'Run tool display {object} --help for the list.',
  ),
  VARIABLE_READ_ONLY: input('{variable} can be read, not changed.', 'Nothing was changed.'),
  VALUE_INVALID: input(
    '“{value}” is not a value of {variable}: {detail}.',
    'Nothing was changed. Give one of the values named.',
  ),
  REFERENCE_ID_MISSPELLED: input(
    '“{referenceId}” is not a Reference ID: its check characters do not fit.',
    'Copy it from Help > License… with the copy button.',
  ),
  BODY_TOO_LARGE: { ...input('The request is larger than {limit}.', 'Send less, or use an upload.'), status: 413 },
  IMPORT_FORMAT_UNKNOWN: input('The format of the file cannot be told.', 'Name it: csv, ldif, dovecot or postfix.'),
  BACKUP_UNREADABLE: {
    ...input(
      'The file cannot be restored: {detail}.',
      'Nothing was changed. Use another copy of the backup, as it was saved.',
    ),
    exit: 1,
  },
  BACKUP_NEWER: {
    ...input(
      'The backup was made by a newer version of Seatkeeper ({found}; this one reads format {known}).',
      'Nothing was changed. Update Seatkeeper here, then restore it.',
    ),
    exit: 1,
  },
  IMPORT_UNREADABLE: {
    ...input('The file cannot be imported: {detail}.', 'Nothing was changed. Correct the file and import it again.'),
    exit: 1,
  },
} as const satisfies Record<string, ErrorEntry>;
