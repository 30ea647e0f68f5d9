import { ActionButton } from '../../ui/action-button.tsx';
import { NO_LICENSE_REASON } from './reasons.ts';
import type { useValidate } from './use-validate.ts';

interface ValidateButtonProps {
  readonly validation: ReturnType<typeof useValidate>;
  readonly onValidate: () => void;
  /** A license is installed, not the built-in evaluation. */
  readonly installed: boolean;
}

/** As wide while it works, so that nothing moves. */
export const ValidateButton = ({ validation, onValidate, installed }: ValidateButtonProps) => (
  <ActionButton
    reason={installed ? undefined : NO_LICENSE_REASON}
    aria-busy={validation.underWay}
    onClick={() => validation.underWay || onValidate()}
    sx={{ minWidth: 116, flex: 'none' }}
  >
    {validation.underWay ? 'Validating…' : 'Validate Now'}
  </ActionButton>
);
