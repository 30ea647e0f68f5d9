import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import type { BackupResult } from '../../../contract/schemas-backup.ts';
import { useClient } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { useJobFile } from '../../app/use-job-file.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { number, plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { IncludeLicense } from './include-license.tsx';

/** File > Backup Settings…: one file, made by the service, saved where the person says. */
export function BackupDialog() {
  const client = useClient();
  const { close, tell } = useUi();
  const backup = useJobFile<BackupResult>({
    start: () => client.backups.start(),
    accepts: (result) => 'counts' in result,
    onSaved: (result) => {
      close('backup');
      tell({ text: `Backed up: ${contentsOf(result)}.` });
    },
  });
  const leave = () => {
    backup.cancel();
    close('backup');
  };
  return (
    <WindowDialog title="Backup Settings" width="medium" onClose={leave}>
      <DialogContent sx={{ minHeight: 200 }}>
        <Typography>
          One file with settings, domains, accounts, their aliases, seats and trials, to set up this server again, here
          or on another computer. It holds names, addresses and passwords of settings: keep it where only administrators
          can read it.
        </Typography>
        <IncludeLicense />
        {backup.running && (
          <Progress label="Making the backup" done={backup.job?.done ?? 0} total={backup.job?.total ?? null} />
        )}
        <ErrorNotice error={backup.error} />
      </DialogContent>
      <DialogActions>
        <Box sx={{ flex: 1 }} />
        <Button onClick={backup.running ? backup.cancel : leave}>Cancel</Button>
        <Button autoFocus variant="contained" color="primary" aria-disabled={backup.running} onClick={backup.start}>
          Back Up…
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

const contentsOf = ({ counts, license }: BackupResult): string =>
  `${plural(counts.accounts, 'account')}, ${plural(counts.domains, 'domain')}, ${number(counts.settings)} settings, ${license ? 'with' : 'without'} a license`;
