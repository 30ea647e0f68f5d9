import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PendingLicense } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { date, plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { ChangeTable } from './change-table.tsx';

interface PendingPreviewProps {
  readonly dialog: 'activate-online' | 'activate-file' | 'restore';
  readonly pending: PendingLicense;
  /** Back to the form: another order or file. */
  readonly onBack: () => void;
}

/** The last step before a license is applied: what would change. Cancel changes nothing. */
export function PendingPreview({ dialog, pending, onBack }: PendingPreviewProps) {
  const client = useClient();
  const queries = useQueryClient();
  const { close, replace, tell } = useUi();
  const apply = useMutation({
    mutationFn: () => client.license.apply({ pendingId: pending.pendingId }),
    onSuccess: (view) => {
      queries.setQueryData(KEYS.license, view);
      replace(dialog, { kind: 'license' });
      tell({ text: `The license of order ${view.information.orderId} is in force.` });
    },
  });
  // Nobody waits for it: the service forgets what was not applied by itself, too.
  const discard = () => void client.license.discard({ pendingId: pending.pendingId }).catch(() => {});
  function cancel(): void {
    if (apply.isPending) return;
    discard();
    close(dialog);
  }
  function back(): void {
    discard();
    onBack();
  }
  const losses = pending.changes.filter((c) => c.loss).length;

  return (
    <WindowDialog title="Apply License" width="medium" onClose={cancel}>
      {/* A long preview scrolls, so it takes the focus. */}
      <DialogContent role="region" aria-label="Preview" tabIndex={0}>
        <Typography>
          Order {pending.orderId}, issued to {pending.holder || 'nobody by name'} on {date(pending.issued)} (serial{' '}
          {pending.serial}).
        </Typography>
        {losses > 0 && (
          <Alert severity="warning" variant="outlined" sx={{ mt: 1 }}>
            {plural(losses, 'change')} would take something away.
          </Alert>
        )}
        {pending.remarks.map((remark) => (
          <Alert key={remark} severity="info" variant="outlined" sx={{ mt: 1 }}>
            {remark}
          </Alert>
        ))}
        <Box sx={{ mt: 1.5 }}>
          {pending.changes.length > 0 ? (
            <ChangeTable changes={pending.changes} />
          ) : (
            <Typography color="textSecondary">
              Nothing would change for the accounts: the terms are the same.
            </Typography>
          )}
        </Box>
        {apply.isPending && <Progress label="Applying the license" />}
        <ErrorNotice error={apply.error} />
      </DialogContent>
      <DialogActions>
        <Button variant="text" onClick={back} aria-disabled={apply.isPending}>
          Back
        </Button>
        <Box sx={{ flex: 1 }} />
        <Button onClick={cancel} autoFocus={losses > 0}>
          Cancel
        </Button>
        <Button
          variant="contained"
          color="primary"
          autoFocus={losses === 0}
          onClick={() => apply.isPending || apply.mutate()}
        >
          Apply
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
