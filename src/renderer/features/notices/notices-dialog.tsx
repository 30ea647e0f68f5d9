import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useId, useState } from 'react';
import { useUi } from '../../app/store.ts';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { LogsPanel } from './logs-panel.tsx';
import { NoticesPanel } from './notices-panel.tsx';

const TABS = [
  { id: 'notices', label: 'Notices' },
  { id: 'logs', label: 'Logs' },
] as const;

/** Tools > Notices and Logs…: what was told and whether it arrived; what the service has written down. */
export function NoticesDialog() {
  const id = useId();
  const close = useUi((ui) => ui.close);
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('notices');
  return (
    <WindowDialog title="Notices and Logs" width="large" tall onClose={() => close('notices')}>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}>
        <Tabs id={id} label="Notices and Logs" tabs={TABS} value={tab} onChange={setTab} />
        <TabPanel id={id} tab={tab} fill>
          {tab === 'notices' ? <NoticesPanel /> : <LogsPanel />}
        </TabPanel>
      </DialogContent>
      <DialogActions sx={{ pt: 0 }}>
        <Box sx={{ flex: 1 }} />
        <Button variant="contained" color="primary" onClick={() => close('notices')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
