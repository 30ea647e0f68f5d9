import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../../app/context.tsx';
import { KEYS, useServiceStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { dateTime } from '../../ui/format.ts';
import { WindowDialog } from '../../ui/window-dialog.tsx';

/** License > Confirm Clock: an administrator says that the system clock is right. */
export function ConfirmClock() {
  const client = useClient();
  const queries = useQueryClient();
  const { close, tell } = useUi();
  const status = useServiceStatus().data;
  const confirm = useMutation({
    mutationFn: () => client.license.confirmClock(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: KEYS.lifecycle });
      close('confirm-clock');
      tell({ text: 'The clock was confirmed. It is believed 24 hours later, if it does not jump again.' });
    },
  });
  const words = (instant: string): string => dateTime(instant, status?.timeZone ?? 'UTC');
  return (
    <WindowDialog title="Confirm Clock" width="medium" onClose={() => close('confirm-clock')}>
      <DialogContent>
        {status && (
          <Typography>
            The system clock of the server says <strong>{words(status.clock.system)}</strong>; by the time that has
            passed it should be about <strong>{words(status.clock.trusted)}</strong> (both in {status.timeZone}).
          </Typography>
        )}
        <Typography sx={{ mt: 1 }}>
          Confirm it only if the system clock is right. It is believed 24 hours later, if it does not jump again; until
          then nothing is denied or stopped. Afterwards the dates of the license go by it: what has fallen due meanwhile
          happens then, each stop announced a day before.
        </Typography>
        <Typography sx={{ mt: 1 }}>
          If it is wrong, cancel and correct the clock of the server. A re-validation of the license puts it right as
          well.
        </Typography>
        <ErrorNotice error={confirm.error} />
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={() => close('confirm-clock')}>
          Cancel
        </Button>
        <Button
          variant="contained"
          color="primary"
          aria-disabled={confirm.isPending}
          onClick={() => confirm.isPending || confirm.mutate()}
        >
          Confirm Clock
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
