import { type ErrorEntry, failed, refused } from './entry.ts';

/** The licensing server. */
export const LICENSING_SERVER_ERRORS = {
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
  LICENSING_SERVER_BUSY: failed(
    503,
    'The licensing server has more to do than it can.',
    'Try again in {seconds} seconds.',
  ),
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
} as const satisfies Record<string, ErrorEntry>;
