import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useId } from 'react';

interface ProgressProps {
  /** What is being done: “Importing accounts”. */
  readonly label: string;
  /** In whatever unit the work is measured; shown as a part of `total`. */
  readonly done?: number;
  /** Null while it is not known. */
  readonly total?: number | null;
}

/** How far long work has come, as a bar and in percent. */
export function Progress({ label, done = 0, total = null }: ProgressProps) {
  const id = useId();
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return (
    <Box sx={{ my: 1 }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', mb: 0.5 }}>
        <Typography id={id}>{label}…</Typography>
        <Typography color="textSecondary">{percent === undefined ? '' : `${percent} %`}</Typography>
      </Box>
      <LinearProgress
        aria-labelledby={id}
        {...(percent === undefined ? {} : { variant: 'determinate' as const, value: percent })}
      />
    </Box>
  );
}
