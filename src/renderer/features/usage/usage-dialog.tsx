import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ModuleId } from '../../../core/seats/modules.ts';
import { useUsage } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { ModuleList } from './module-list.tsx';
import { UsageDetails } from './usage-details.tsx';

/** Tools > Usage History…: Used Seats of each module day by day, and where they are going. */
export function UsageDialog({ module }: { readonly module?: ModuleId | undefined }) {
  const close = useUi((ui) => ui.close);
  const usage = useUsage();
  const [chosen, setChosen] = useState<ModuleId>(module ?? 'mail');
  const history = usage.data?.find((one) => one.module === chosen);
  return (
    <WindowDialog title="Usage History" width="wide" tall onClose={() => close('usage')}>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}>
        <ErrorNotice error={usage.error} onRetry={() => void usage.refetch()} />
        {!usage.data && !usage.error && <Typography color="textSecondary">Reading the history…</Typography>}
        {usage.data && history && (
          <Box
            sx={{
              flex: 1,
              minHeight: 0,
              display: 'grid',
              gridTemplateColumns: '300px minmax(0, 1fr)',
              gridTemplateRows: 'minmax(0, 1fr)',
              columnGap: 3,
            }}
          >
            <ModuleList histories={usage.data} chosen={chosen} onChoose={setChosen} />
            <UsageDetails history={history} />
          </Box>
        )}
      </DialogContent>
      <DialogActions sx={{ pt: 0 }}>
        <Button variant="contained" color="primary" onClick={() => close('usage')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
