/** "Validate now" and the re-validations that are due: one at a time, its outcome always recorded (LICENSING 5). */
import { describeError, SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseView } from '../../contract/schemas.ts';
import { type AttemptFailure, afterAttempt } from '../../core/lifecycle/attempts.ts';
import type { Watch } from '../schedule/watch.ts';
import type { Applying } from './applying.ts';
import type { OnlineDeps } from './online.ts';
import { requestValidation } from './validation.ts';

export interface ValidateDeps {
  readonly online: OnlineDeps;
  readonly watch: Watch;
  readonly applying: Applying;
  readonly referenceId: string;
  /** Another document is in force. */
  readonly changed: () => void;
  readonly read: () => Promise<LicenseView>;
}

export function createValidate(deps: ValidateDeps): () => Promise<LicenseView> {
  let underWay: Promise<LicenseView> | undefined;
  return () => {
    underWay ??= validate(deps).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function validate({ online, watch, applying, referenceId, changed, read }: ValidateDeps): Promise<LicenseView> {
  const asked = applying.inForce();
  if (!asked) throw new SeatkeeperError('NO_LICENSE');
  try {
    if (referenceId === '') throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
    const answered = await requestValidation(online, asked.document, referenceId);
    if (await applying.renew(answered, asked)) changed();
  } catch (error) {
    // A license that was entered meanwhile has nothing to do with this failure.
    if (isFailure(error) && applying.inForce() === asked) {
      await watch.step((state, now) => afterAttempt(state, failureOf(error), now, Math.random()));
    }
    throw error;
  }
  return read();
}

/** The end of the service says nothing about the license. */
const isFailure = (error: unknown): error is SeatkeeperError =>
  error instanceof SeatkeeperError && error.code !== 'SHUTTING_DOWN';

export function failureOf({ code, params }: SeatkeeperError): AttemptFailure {
  const { seconds } = params;
  return {
    ok: false,
    reason: code,
    detail: describeError(code, params).message.replace(/\.$/, ''),
    retryAfter: typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null,
  };
}
