/**
 * The catalogue of every error a person or a program can meet: what happened, what it means, what to do (DESIGN 5).
 * Plain data without zod, so that the renderer can show it. docs/errors.md is generated from it.
 */

export interface ErrorEntry {
  /** HTTP status on the wire. */
  readonly status: number;
  /** Exit code of `tool` (INTERFACES 2). */
  readonly exit: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** Trying the same again may work without anything being changed. */
  readonly retryable: boolean;
  /** What happened and what it means; `{name}` is filled in. */
  readonly message: string;
  /** What the person can do next. */
  readonly next: string;
}

const input = (message: string, next: string): ErrorEntry => ({
  status: 400,
  exit: 2,
  retryable: false,
  message,
  next,
});
const missing = (message: string, next: string): ErrorEntry => ({
  status: 404,
  exit: 3,
  retryable: false,
  message,
  next,
});
const exists = (message: string, next: string): ErrorEntry => ({
  status: 409,
  exit: 4,
  retryable: false,
  message,
  next,
});
const refused = (message: string, next: string): ErrorEntry => ({
  status: 422,
  exit: 5,
  retryable: false,
  message,
  next,
});
const failed = (status: number, message: string, next: string, retryable = true): ErrorEntry => ({
  status,
  exit: 1,
  retryable,
  message,
  next,
});

export const ERRORS = {
  // What a caller sent
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
  IMPORT_UNREADABLE: {
    ...input('The file cannot be imported: {detail}.', 'Nothing was changed. Correct the file and import it again.'),
    exit: 1,
  },

  // What is not there, or there already
  ACCOUNT_NOT_FOUND: missing(
    'No account matches “{mask}”.',
    'Check the spelling, or list accounts with tool display account "*@*".',
  ),
  DOMAIN_NOT_FOUND: missing(
    'There is no domain “{domain}”.',
    'Check the spelling, or list domains with tool display domain "*".',
  ),
  MODULE_NOT_FOUND: missing('There is no module “{module}”.', 'tool display license lists the modules.'),
  JOB_NOT_FOUND: missing('That job is not known (any more).', 'Start it again.'),
  UPLOAD_NOT_FOUND: missing('The uploaded file is not there (any more).', 'Upload it again.'),
  PENDING_LICENSE_NOT_FOUND: missing(
    'The license to apply is not there (any more).',
    'Activate again: the same machine costs no activation.',
  ),
  NO_LICENSE: missing(
    'No license is installed: this is the built-in evaluation.',
    'Activate a license with Help > License….',
  ),
  PATH_NOT_FOUND: missing('There is nothing at this address.', 'GET /openapi.json describes what there is.'),
  ACTIVATION_NOT_FOUND: missing(
    'The order {orderId} is not active on a computer with the Reference ID {referenceId}.',
    'The vendor’s page Client Activations lists the computers of an order.',
  ),
  SIGNING_KEY_NOT_FOUND: missing('There is no signing key “{key}”.', 'vendor key list shows the keys.'),
  ACCOUNT_EXISTS: exists('{address} exists already.', 'Change it with tool modify account, or choose another address.'),
  DOMAIN_EXISTS: exists('The domain {domain} exists already.', 'Change it with tool modify domain.'),

  // Who may
  NOT_SIGNED_IN: {
    ...refused('This needs a sign-in.', 'Sign in, or run the command as the user who runs the control service.'),
    status: 401,
    exit: 7,
  },
  NOT_ALLOWED: { ...refused('Your role does not allow this.', 'Ask an administrator.'), status: 403, exit: 7 },
  REQUEST_FORGED: {
    ...refused('The request did not come from this console.', 'Open the console again and repeat the action.'),
    status: 403,
    exit: 7,
  },
  LINK_USED: {
    ...refused('This sign-in link was used already, or is too old.', 'Start the console again for a new link.'),
    status: 403,
    exit: 7,
  },

  RELEASE_LINK_INVALID: {
    ...refused('This link is not valid any more.', 'Ask for a new one on the page Client Activations.'),
    status: 403,
    exit: 7,
  },

  // Rules
  EMERGENCY_MODE: {
    ...refused(
      'Settings are frozen: the server is in Emergency Mode. Services keep working.',
      'Validate or enter a license with Help > License…; entering, exporting and support are always possible.',
    ),
    status: 403,
  },
  LICENSE_MALFORMED: refused(
    'The file is not a Seatkeeper license: {detail}.',
    'Download license.xml again and enter it unchanged.',
  ),
  LICENSE_UNKNOWN_KEY: refused(
    'The license is signed with the key “{key}”, which cannot be trusted: {detail}.',
    'Update Seatkeeper, or retrieve the license again: the licensing server then signs with a key that is known here.',
  ),
  LICENSE_SIGNATURE_INVALID: refused(
    'The signature does not fit: the license was changed after it was issued, or was not issued by the vendor.',
    'Retrieve it again and enter it unchanged.',
  ),
  LICENSE_WRONG_MACHINE: refused(
    'The license was issued for another computer ({licensed}; this one is {actual}).',
    'Retrieve a new one for this Reference ID: Activate License > Retrieve License….',
  ),
  LICENSE_PREVIOUS_REQUIRED: refused(
    'This license extends order {previous} and can only be activated on top of it.',
    'Activate order {previous} first, then this one.',
  ),
  LICENSE_NOT_YET_VALID: refused(
    'The license was issued at {issued}, in this computer’s future.',
    'Correct the clock of this computer, then try again.',
  ),
  LICENSE_EXPIRED: refused(
    'The license expired at {expires}.',
    'Purchase a license with Manage License, or enter a newer one.',
  ),
  LICENSE_SUPERSEDED: refused(
    'A newer license is in force (serial {current}; this file has {serial}).',
    'Nothing needs to be done. Use Retrieve License… for the newest document.',
  ),
  ORDER_ID_MISSPELLED: refused(
    '“{orderId}” is misspelled: its check character does not fit.',
    'Compare it with your confirmation mail. O and 0, I and 1 are read alike.',
  ),
  ORDER_UNKNOWN: refused(
    'The licensing server does not know the order {orderId}.',
    'Compare it with your confirmation mail, or ask your vendor.',
  ),
  ORDER_NOT_AUTHORIZED: refused(
    'The order {orderId} has not been authorized yet.',
    'Check its status with Manage License, and try again later.',
  ),
  ORDER_SUPERSEDED: refused(
    'The order {orderId} was extended by order {newer} and has ended.',
    'Use the order {newer}.',
  ),
  ACTIVATIONS_EXCEEDED: refused(
    'The license was activated on {machines} different computers already; {limit} are possible in its life.',
    'Ask your vendor with Request Support for another activation.',
  ),
  LICENSE_BLOCKED: refused('The vendor has blocked the order {orderId}.', 'Contact your vendor with Request Support.'),
  PARALLEL_USE_ENDED: refused(
    'The license moved to another computer more than {days} days ago; this older one can no longer re-validate.',
    'Use the license on one computer, or ask your vendor with Request Support.',
  ),
  MACHINE_UNIDENTIFIABLE: refused(
    'This computer cannot be told from others: fewer than two hardware components can be read.',
    'In a container, mount the host’s /etc/machine-id; otherwise run the control service with the right to read /sys/class/dmi/id.',
  ),
  DEMO_ONLY: refused('This belongs to the demonstration server.', 'Start it with npm start -- --demo.'),

  // The licensing server
  LICENSING_SERVER_UNREACHABLE: failed(
    502,
    'The licensing server at {host} port {port} cannot be reached ({detail}).',
    'Allow outgoing connections to {host} port {port}, or enter a license file offline.',
  ),
  NOT_THE_LICENSING_SERVER: failed(
    502,
    'Something other than the licensing server answered at {host} ({detail}): a captive portal, a proxy or a wrong address.',
    'Sign in to the network, or correct the address of the licensing server.',
  ),
  LICENSING_SERVER_FAILED: failed(
    502,
    'The licensing server at {host} could not answer ({detail}).',
    'Try again later; a repeated activation of the same machine is free.',
  ),
  RATE_LIMITED: failed(429, 'Too many requests.', 'Try again in {seconds} seconds.'),
  IDEMPOTENCY_MISMATCH: failed(422, 'This Idempotency-Key was used for another request.', 'Use a new key.', false),
  ORDER_PROOF_REQUIRED: {
    ...refused('Proof is needed: the Reference ID of an active machine, or the holder’s e-mail.', 'Give one of both.'),
    status: 403,
    exit: 7,
  },
  FORMAT_UNSUPPORTED: failed(422, 'None of the document formats asked for can be issued.', 'Update Seatkeeper.', false),
  KEY_UNAVAILABLE: failed(
    422,
    'No signing key is trusted by both sides.',
    'Update Seatkeeper; the vendor’s keys have changed.',
    false,
  ),

  VENDOR_NOT_INITIALIZED: failed(
    500,
    'There is no licensing server in {folder}.',
    'Make one with vendor init, or name its folder with --data.',
    false,
  ),
  VENDOR_ALREADY_RUNNING: failed(
    409,
    'A licensing server works on {folder} already.',
    'Use that one, or stop it first.',
    false,
  ),

  // This machine and its data folder
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
    'Choose another with --http, or :0 for a free one.',
    false,
  ),
  FILE_UNREADABLE: failed(400, 'The file {file} cannot be read ({detail}).', 'Check its name and your rights.', false),
  FILE_UNWRITABLE: failed(400, 'The file {file} cannot be written ({detail}).', 'Choose another place.', false),
  DRIFT_FOUND: failed(
    500,
    'The counters had drifted in {scopes} scopes and were corrected.',
    'Please report this with Request Support: it is a defect.',
    false,
  ),
  CANCELLED: failed(409, 'Cancelled. Nothing was changed.', 'Start it again when you like.', false),
  SHUTTING_DOWN: failed(503, 'The control service is stopping.', 'Try again in a moment.'),
  INTERNAL: failed(
    500,
    'Something went wrong here (reference {correlationId}).',
    'Try again; if it stays, use Request Support and name the reference.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorParams = Readonly<Record<string, string | number>>;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

const fill = (template: string, params: ErrorParams): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));

/** The words of an error for a person. */
export function describeError(code: ErrorCode, params: ErrorParams = {}): { message: string; next: string } {
  const entry = ERRORS[code];
  return { message: fill(entry.message, params), next: fill(entry.next, params) };
}

/** An expected outcome that ends an operation. Thrown inside a program; on the wire it is a typed oRPC error. */
export class SeatkeeperError extends Error {
  override readonly name = 'SeatkeeperError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(describeError(code, params).message, options);
    this.code = code;
    this.params = params;
  }
  get next(): string {
    return describeError(this.code, this.params).next;
  }
}
