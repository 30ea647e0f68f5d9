import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';

interface ExportButtonProps {
  readonly running: boolean;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

/** While the file is made the same button cancels it, with how far it is beside: nothing moves, the focus stays. */
export function ExportButton({ running, done, total, onStart, onCancel }: ExportButtonProps) {
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <Button onClick={running ? onCancel : onStart} sx={{ minWidth: 116 }}>
        {running ? 'Cancel Export' : 'Export…'}
      </Button>
      {running && (
        <>
          <LinearProgress
            aria-label="Exporting"
            sx={{ width: 96 }}
            {...(percent === undefined ? {} : { variant: 'determinate' as const, value: percent })}
          />
          <Typography variant="caption" color="textSecondary" sx={{ minWidth: 36 }}>
            {percent === undefined ? '' : `${percent} %`}
          </Typography>
        </>
      )}
    </Box>
  );
}
