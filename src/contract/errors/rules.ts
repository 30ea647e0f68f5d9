import { type ErrorEntry, refused } from './entry.ts';

/** Rules. */
export const RULE_ERRORS = {
  EMERGENCY_MODE: {
    ...refused(
      'Settings are frozen: the server is in Emergency Mode. Services keep working.',
      'Validate or enter a license with Help > License…; entering, exporting and support are always possible.',
    ),
    status: 403,
  },
  LICENSE_UNKNOWN: refused(
    'The licensing server has no license {licenseId} of this serial on record for the order {orderId}.',
    'Activate the order again: the same computer costs no activation. If that fails, use Request Support.',
  ),
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
    'Release the computer that is not used any more with Manage License > Client Activations, or ask your vendor with Request Support.',
  ),
  ACTIVATION_RELEASED: refused(
    'This computer was released from the order {orderId}.',
    'Activate the order again to use it here: the same computer costs no activation.',
  ),
  MACHINE_UNIDENTIFIABLE: refused(
    'This computer cannot be told from others: fewer than two hardware components can be read.',
    'In a container, mount the host’s /etc/machine-id; otherwise run the control service with the right to read /sys/class/dmi/id.',
  ),
  ACCOUNT_DISABLED: refused(
    'The account {address} is disabled.',
    'Enable it with tool modify account {address} U_AccountDisabled 0.',
  ),
  SERVICE_DISABLED: refused(
    '{module} is off for {address}.',
    'Run tool explain account {address} {id}: it says whether the account or its domain has it off.',
  ),
  MODULE_STOPPED: refused(
    '{module} was left out of the renewal of the license.',
    'Renew it with Manage License > Purchase Renewal.',
  ),
  TRIAL_ENDED: refused(
    'No seat of {module} is free for {address}, and its trial has ended.',
    'Add seats with Manage License > Add Users, or take the service from an account that does not need it: its seat then goes to the oldest account over the limit.',
  ),
  UNDO_IMPOSSIBLE: refused(
    'Change {id} of the audit trail cannot be undone: {detail}.',
    'Set what should be different yourself, or restore a backup.',
  ),
  DEMO_ONLY: refused('This belongs to the demonstration server.', 'Start it with npm start -- --demo.'),
} as const satisfies Record<string, ErrorEntry>;
