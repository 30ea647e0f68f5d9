/** A place for a file: a button to choose one, or drop it anywhere here. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { DragEvent, ReactNode } from 'react';

/** For the element that files may be dropped on. */
export const dropTarget = (onFile: (file: File) => void) => ({
  onDragOver: (event: DragEvent) => event.preventDefault(),
  onDrop: (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  },
});

interface ChooseOrDropProps {
  /** Of the button. */
  readonly label: string;
  readonly hint?: string;
  readonly autoFocus?: boolean;
  readonly onChoose: () => void;
}

export const ChooseOrDrop = ({
  label,
  hint = 'or drop it here',
  autoFocus = true,
  onChoose,
}: ChooseOrDropProps): ReactNode => (
  <Box sx={{ my: 2 }}>
    <Button autoFocus={autoFocus} variant="contained" color="primary" onClick={onChoose}>
      {label}
    </Button>
    <Typography component="span" color="textSecondary" sx={{ ml: 2 }}>
      {hint}
    </Typography>
  </Box>
);
