import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { number } from './format.ts';

interface ProgressProps {
  /** What is being done: “Importing accounts”. */
  readonly label: string;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** What is counted: “lines”. */
  readonly unit: string;
}

/** How far long work has come, as a bar and in numbers. */
export function Progress({ label, done, total, unit }: ProgressProps) {
  const id = useId();
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  const count = total ? `${number(done)} of ${number(total)} ${unit}` : done > 0 ? `${number(done)} ${unit}` : '';
  return (
    <Box sx={{ my: 1 }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', mb: 0.5 }}>
        <Typography id={id}>{label}…</Typography>
        <Typography color="textSecondary">
          {count}
          {percent === undefined ? '' : ` (${percent} %)`}
        </Typography>
      </Box>
      <LinearProgress
        aria-labelledby={id}
        {...(percent === undefined ? {} : { variant: 'determinate' as const, value: percent })}
      />
    </Box>
  );
}
