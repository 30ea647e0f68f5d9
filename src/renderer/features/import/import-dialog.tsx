import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useFrozenReason } from '../../app/frozen.ts';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { ChooseFile } from './choose-file.tsx';
import { ImportSummary } from './import-summary.tsx';
import { type ImportStep, useImport } from './use-import.ts';

/** File > Import Accounts…: choose a file, see a trial run, import. Each step can be cancelled. */
export function ImportDialog() {
  const close = useUi((ui) => ui.close);
  const { step, tryFile, importNow, cancel, chooseAnother } = useImport();
  const frozen = useFrozenReason();
  const working = step.at === 'upload' || step.at === 'job';
  const leave = () => {
    if (working) cancel();
    close('import');
  };
  const changes = step.at === 'trial' ? step.result.created + step.result.updated : 0;

  return (
    <WindowDialog title="Import Accounts" width="medium" onClose={leave}>
      <DialogContent sx={{ minHeight: 240 }}>
        {step.at === 'choose' && <ChooseFile onTry={tryFile} />}
        {step.at === 'upload' && <Progress label="Sending the file" />}
        {step.at === 'job' && <Work step={step} />}
        {(step.at === 'trial' || step.at === 'done') && <ImportSummary result={step.result} />}
        {(step.at === 'choose' || step.at === 'trial') && <ErrorNotice error={step.error} />}
      </DialogContent>
      <DialogActions>
        {(step.at === 'trial' || step.at === 'done') && (
          <Button variant="text" onClick={chooseAnother}>
            Choose Another File
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        {working && <Button onClick={cancel}>Cancel</Button>}
        {(step.at === 'choose' || step.at === 'trial') && <Button onClick={leave}>Cancel</Button>}
        {step.at === 'trial' && changes > 0 && (
          <ActionButton autoFocus variant="contained" color="primary" onClick={importNow} reason={frozen}>
            Import {plural(changes, 'Account')}
          </ActionButton>
        )}
        {step.at === 'done' && (
          <Button autoFocus variant="contained" color="primary" onClick={leave}>
            Close
          </Button>
        )}
      </DialogActions>
    </WindowDialog>
  );
}

const Work = ({ step }: { readonly step: Extract<ImportStep, { at: 'job' }> }) => (
  <Progress
    label={step.dryRun ? 'Trial run: nothing changes' : 'Importing accounts'}
    done={step.job?.done ?? 0}
    total={step.job?.total ?? null}
  />
);
