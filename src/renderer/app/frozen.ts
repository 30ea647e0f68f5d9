/** Emergency Mode freezes settings (LICENSING 5); whatever would change them says so instead (INTERFACES 4). */
import { describeError } from '../../contract/errors.ts';
import type { LicenseView } from '../../contract/schemas.ts';
import { isFrozen } from '../../core/lifecycle/phase.ts';
import { useLicense } from './queries.ts';

/** Undefined: settings can be changed, as far as it is known. */
export const frozenReason = (view: LicenseView | undefined): string | undefined =>
  view && isFrozen(view.information.phase) ? describeError('EMERGENCY_MODE').message : undefined;

export const useFrozenReason = (): string | undefined => frozenReason(useLicense().data);
