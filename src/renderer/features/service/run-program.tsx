import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ModuleId, moduleOf } from '../../../core/seats/modules.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS, useServiceStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { consequence, runWords } from './words.ts';

interface RunProgramProps {
  readonly action: 'start' | 'stop';
  readonly module: ModuleId;
}

/** Starts or stops the service of a module by hand, after saying what that means. */
export function RunProgram({ action, module }: RunProgramProps) {
  const client = useClient();
  const queries = useQueryClient();
  const { close, tell } = useUi();
  const status = useServiceStatus().data;
  const { name } = moduleOf(module);
  const verb = action === 'start' ? 'Start' : 'Stop';
  const run = useMutation({
    mutationFn: () => client.service[action]({ module }),
    onSuccess: (ended) => {
      void queries.invalidateQueries({ queryKey: KEYS.serviceStatus });
      if (ended.outcome !== 'done') return;
      close('run-program');
      tell({ text: `${name}: ${runWords(ended)}.` });
    },
  });
  const failed = run.data && run.data.outcome !== 'done' ? run.data : undefined;
  return (
    <WindowDialog title={`${verb} ${name}`} width="small" onClose={() => close('run-program')}>
      <DialogContent>
        <Typography>{status && consequence(action, module, status)}</Typography>
        {run.isPending && <Progress label={action === 'start' ? `Starting ${name}` : `Stopping ${name}`} />}
        <ErrorNotice error={run.error} />
        {failed && (
          <Typography role="alert" color="error" sx={{ mt: 1, overflowWrap: 'anywhere' }}>
            {runWords(failed)}. Its output is shown in Service Status.
          </Typography>
        )}
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={() => close('run-program')}>
          {failed ? 'Close' : 'Cancel'}
        </Button>
        <Button
          variant="contained"
          color="primary"
          aria-disabled={run.isPending}
          onClick={() => run.isPending || run.mutate()}
        >
          {failed ? `${verb} Again` : verb}
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
