import { mdiClose } from '@mdi/js';
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

/** Widest sizes in pixels; narrower windows leave less. */
const WIDTHS = { small: 440, medium: 640, large: 1000, wide: 1240 } as const;
const STEADY_TOP = 'min(6vh, 48px)';

interface WindowDialogProps {
  readonly title: string;
  /** Beside the title, e.g. a mark. */
  readonly mark?: ReactNode;
  readonly onClose: () => void;
  readonly width: keyof typeof WIDTHS;
  /** Fills the height of the window, for lists. */
  readonly tall?: boolean;
  /** The upper edge stays where it is when the content grows: what was clicked does not move away. */
  readonly steady?: boolean;
  readonly children: ReactNode;
}

/** A dialog with a title bar and a close button. Esc closes; the focus returns to where it was. */
export function WindowDialog(props: WindowDialogProps) {
  const { title, mark, onClose, width, tall = false, steady = false, children } = props;
  const titleId = useId();
  const most = 'calc(100% - 32px)';
  const paper = {
    m: 2,
    width: most,
    maxWidth: WIDTHS[width],
    maxHeight: steady ? `calc(100% - 16px - ${STEADY_TOP})` : most,
    ...(tall ? { height: most } : {}),
    ...(steady ? { mt: STEADY_TOP } : {}),
  };
  const container = steady ? { alignItems: 'flex-start' } : {};
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth={false}
      aria-labelledby={titleId}
      slotProps={{ paper: { sx: paper }, container: { sx: container } }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, pr: 1 }}>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <Box sx={{ flex: 1, display: 'flex', gap: 1 }}>{mark}</Box>
        <IconButton aria-label={`Close ${title}`} onClick={onClose}>
          <Icon path={mdiClose} />
        </IconButton>
      </Box>
      {children}
    </Dialog>
  );
}
