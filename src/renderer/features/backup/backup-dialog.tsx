import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import type { BackupResult } from '../../../contract/schemas-backup.ts';
import { useClient, useNative } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { number, plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { IncludeLicense } from './include-license.tsx';
import { useJobRun } from './use-job-run.ts';
import { withoutCancelled } from './words.ts';

/** File > Backup Settings…: one file, made by the service, saved where the person says. */
export function BackupDialog() {
  const client = useClient();
  const native = useNative();
  const { close, tell } = useUi();
  const { job, run, cancel } = useJobRun();
  const backup = useMutation({
    mutationFn: async () => {
      const { result } = await run(() => client.backups.start());
      if (!result || !('downloadId' in result)) throw new TypeError('the service did not answer a backup');
      return { result, saved: await native.saveDownload(result.downloadId, result.fileName) };
    },
    onSuccess: ({ result, saved }) => {
      if (!saved) return;
      close('backup');
      tell({ text: `Backed up: ${contentsOf(result)}.` });
    },
  });
  const leave = () => {
    cancel();
    close('backup');
  };
  return (
    <WindowDialog title="Backup Settings" width="medium" onClose={leave}>
      <DialogContent sx={{ minHeight: 200 }}>
        <Typography>
          One file with settings, domains, accounts and their aliases, to set up this server again, here or on another
          computer. It holds names, addresses and passwords of settings: keep it where only administrators can read it.
        </Typography>
        <IncludeLicense />
        {backup.isPending && <Progress label="Making the backup" done={job?.done ?? 0} total={job?.total ?? null} />}
        <ErrorNotice error={withoutCancelled(backup.error)} />
      </DialogContent>
      <DialogActions>
        <Box sx={{ flex: 1 }} />
        <Button onClick={backup.isPending ? cancel : leave}>Cancel</Button>
        <Button
          autoFocus
          variant="contained"
          color="primary"
          aria-disabled={backup.isPending}
          onClick={() => backup.isPending || backup.mutate()}
        >
          Back Up…
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

const contentsOf = ({ counts, license }: BackupResult): string =>
  `${plural(counts.accounts, 'account')}, ${plural(counts.domains, 'domain')}, ${number(counts.settings)} settings, ${license ? 'with' : 'without'} a license`;
