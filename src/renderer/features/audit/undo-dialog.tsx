import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import type { AuditRow } from '../../../contract/schemas-audit.ts';
import { useFrozenReason } from '../../app/frozen.ts';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { useUndo } from './use-audit.ts';
import { actionWords, countWords } from './words.ts';

interface UndoDialogProps {
  readonly row: AuditRow;
  /** Rows that would go back. */
  readonly rows: number;
  readonly onClose: () => void;
}

/** Asks once more, then takes the change back while it shows how far it is. */
export function UndoDialog({ row, rows, onClose }: UndoDialogProps) {
  const tell = useUi((ui) => ui.tell);
  const frozen = useFrozenReason();
  const { undo, job, cancel, error } = useUndo();
  const leave = () => {
    cancel();
    onClose();
  };
  const start = () =>
    undo.isPending ||
    undo.mutate(row.id, {
      onSuccess: (changed) => {
        onClose();
        tell({ text: `Undone: ${countWords(row, changed)} as before.` });
      },
    });
  return (
    <WindowDialog title="Undo Change" width="small" onClose={leave}>
      <DialogContent sx={{ minHeight: 128 }}>
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          <strong>{actionWords(row.action)}.</strong> {row.what}
        </Typography>
        <Typography sx={{ mt: 1 }}>
          {countWords(row, rows)} {rows === 1 ? 'goes' : 'go'} back to what was before, all or nothing. The undo is a
          row of the trail itself.
        </Typography>
        {undo.isPending && <Progress label="Undoing" done={job?.done ?? 0} total={job?.total ?? null} />}
        <ErrorNotice error={error} />
      </DialogContent>
      <DialogActions>
        <Box sx={{ flex: 1 }} />
        <Button onClick={undo.isPending ? cancel : leave}>Cancel</Button>
        <ActionButton
          autoFocus
          variant="contained"
          color="primary"
          reason={frozen}
          aria-disabled={undo.isPending}
          onClick={start}
        >
          Undo
        </ActionButton>
      </DialogActions>
    </WindowDialog>
  );
}
