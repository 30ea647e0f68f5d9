import Button, { type ButtonProps } from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';

export interface ActionButtonProps extends ButtonProps {
  /** Why it cannot be used now. The button stays focusable, so that everybody can learn the reason. */
  readonly reason?: string | undefined;
}

/** A button that says why when it is disabled. */
export function ActionButton({ reason, onClick, ...rest }: ActionButtonProps) {
  if (reason === undefined) return <Button {...rest} onClick={onClick} />;
  return (
    <Tooltip title={reason} describeChild>
      <Button {...rest} aria-disabled onClick={(event) => event.preventDefault()} sx={{ opacity: 0.55, ...rest.sx }} />
    </Tooltip>
  );
}
