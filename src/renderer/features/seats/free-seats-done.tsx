import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import type { ModuleId } from '../../../core/seats/modules.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { useUndo } from '../audit/use-audit.ts';
import { freedWords } from './free-seats.ts';
import type { Freed } from './use-free-seats.ts';

interface FreeSeatsDoneProps {
  readonly module: ModuleId;
  readonly freed: Freed;
  readonly onLeave: () => void;
}

/** How many seats came free, and the way back. */
export function FreeSeatsDone({ module, freed: { changed, auditId }, onLeave }: FreeSeatsDoneProps) {
  const { undo, job, cancel, error } = useUndo();
  const undone = undo.data;
  return (
    <>
      <DialogContent>
        <Alert severity="success" variant="outlined" role="status">
          {undone === undefined ? freedWords(module, changed) : `Undone: ${plural(undone, 'account')} as before.`}
        </Alert>
        {undone === undefined && (
          <Typography variant="body2" color="textSecondary" sx={{ my: 1 }}>
            It can be undone here, or later in Tools &gt; Audit Trail… while nothing has overwritten it.
          </Typography>
        )}
        {undo.isPending && <Progress label="Undoing" done={job?.done ?? 0} total={job?.total ?? null} />}
        <ErrorNotice error={error} />
      </DialogContent>
      <DialogActions>
        {undo.isPending && <Button onClick={cancel}>Cancel</Button>}
        {auditId !== null && undone === undefined && (
          <Button aria-disabled={undo.isPending} onClick={() => undo.isPending || undo.mutate(auditId)}>
            Undo
          </Button>
        )}
        <Button autoFocus variant="contained" color="primary" onClick={onLeave}>
          Close
        </Button>
      </DialogActions>
    </>
  );
}
