import { type ErrorEntry, exists, missing } from './entry.ts';

/** What is not there, or there already. */
export const PRESENCE_ERRORS = {
  ACCOUNT_NOT_FOUND: missing(
    'No account matches “{mask}”.',
    'Check the spelling, or list accounts with tool display account "*@*".',
  ),
  DOMAIN_NOT_FOUND: missing(
    'There is no domain “{domain}”.',
    'Check the spelling, or list domains with tool display domain "*".',
  ),
  MODULE_NOT_FOUND: missing('There is no module “{module}”.', 'tool display license lists the modules.'),
  SERVICE_PROGRAM_MISSING: missing(
    'No service program is declared for {module}.',
    'Name its stop, start and status commands under [services.{id}] in seatkeeper.toml.',
  ),
  JOB_NOT_FOUND: missing('That job is not known (any more).', 'Start it again.'),
  UPLOAD_NOT_FOUND: missing('The uploaded file is not there (any more).', 'Upload it again.'),
  DOWNLOAD_NOT_FOUND: missing('The file to save is not there (any more).', 'Make it again.'),
  NO_LICENSE_IN_BACKUP: missing(
    'The backup holds no license.',
    'Retrieve one with Help > License… > Activate License, or enter a license file.',
  ),
  PENDING_LICENSE_NOT_FOUND: missing(
    'The license to apply is not there (any more).',
    'Activate again: the same machine costs no activation.',
  ),
  NO_LICENSE: missing(
    'No license is installed: this is the built-in evaluation.',
    'Activate one with Help > License…, or with tool activate license.',
  ),
  AUDIT_NOT_FOUND: missing('The audit trail has no row {id}.', 'Look for it in the audit trail, newest first.'),
  PATH_NOT_FOUND: missing(
    'There is nothing at this address.',
    'Check how it is spelled; the documentation lists what there is.',
  ),
  ACTIVATION_NOT_FOUND: missing(
    'The order {orderId} is not active on a computer with the Reference ID {referenceId}.',
    'The vendor’s page Client Activations lists the computers of an order.',
  ),
  SIGNING_KEY_NOT_FOUND: missing('There is no signing key “{key}”.', 'vendor key list shows the keys.'),
  ACCOUNT_EXISTS: exists('{address} exists already.', 'Change it with tool modify account, or choose another address.'),
  DOMAIN_EXISTS: exists('The domain {domain} exists already.', 'Change it with tool modify domain.'),
} as const satisfies Record<string, ErrorEntry>;
