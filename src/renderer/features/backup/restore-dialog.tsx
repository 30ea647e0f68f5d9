import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { describeError } from '../../../contract/errors.ts';
import { isFrozen } from '../../../core/lifecycle/phase.ts';
import { chooseFile } from '../../app/files.ts';
import { useLicense } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ChooseOrDrop, dropTarget } from '../../ui/file-drop.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { PendingPreview } from '../activation/pending-preview.tsx';
import { RestoreSummary } from './restore-report.tsx';
import { useRestore } from './use-restore.ts';

/** File > Restore Settings…: choose a backup, see what it would replace, restore. Each step can be cancelled. */
export function RestoreDialog() {
  const close = useUi((ui) => ui.close);
  const phase = useLicense().data?.information.phase;
  const r = useRestore();
  const frozen = phase !== undefined && isFrozen(phase) ? describeError('EMERGENCY_MODE').message : undefined;
  const leave = () => {
    r.cancel();
    close('restore');
  };
  const shown = r.done ?? r.checked;
  const atCheck = r.checked && !r.done && !r.working;

  if (r.pending) return <PendingPreview dialog="restore" pending={r.pending} onBack={r.backFromLicense} />;
  return (
    <WindowDialog title="Restore Settings" width="medium" onClose={leave}>
      <DialogContent sx={{ minHeight: 240 }}>
        {!shown && !r.working && <ChooseBackup onFile={r.check} />}
        {shown && !r.working && <RestoreSummary report={shown} />}
        {r.working && (
          <Progress
            label={r.restoring ? 'Restoring the backup' : 'Checking the backup: nothing changes'}
            done={r.job?.done ?? 0}
            total={r.job?.total ?? null}
          />
        )}
        {!r.working && <ErrorNotice error={r.error} />}
      </DialogContent>
      <DialogActions>
        {shown && !r.working && (
          <Button variant="text" onClick={r.chooseAnother}>
            Choose Another File
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        {!r.done && <Button onClick={r.working ? r.cancel : leave}>Cancel</Button>}
        {atCheck && r.checked?.license.action !== 'none' && (
          <Button onClick={r.enterLicense}>Enter Only Its License…</Button>
        )}
        {atCheck && (
          <ActionButton variant="contained" color="primary" reason={frozen} onClick={r.restore}>
            Restore
          </ActionButton>
        )}
        {r.done && (
          <Button autoFocus variant="contained" color="primary" onClick={leave}>
            Close
          </Button>
        )}
      </DialogActions>
    </WindowDialog>
  );
}

function ChooseBackup({ onFile }: { readonly onFile: (file: File) => void }) {
  const choose = () => void chooseFile('.skb').then((file) => file && onFile(file));
  return (
    <Box {...dropTarget(onFile)}>
      <Typography>
        A backup replaces the settings, domains, accounts and aliases that are here now, and adds its seats and trials.
        You see what it would replace first; nothing changes before you restore, and what is replaced is kept.
      </Typography>
      <ChooseOrDrop label="Choose Backup…" onChoose={choose} />
    </Box>
  );
}
