import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useAbout, useSummary } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { plural } from '../../ui/format.ts';
import { WindowDialog } from '../../ui/window-dialog.tsx';

/** Help > About Seatkeeper. */
export function AboutDialog() {
  const close = useUi((ui) => ui.close);
  const about = useAbout();
  const summary = useSummary().data;
  return (
    <WindowDialog title="About Seatkeeper" width="small" onClose={() => close('about')}>
      <DialogContent>
        <Typography>License administration for mail servers.</Typography>
        {about.data && (
          <Typography sx={{ mt: 1 }}>
            Control service version {about.data.version},{' '}
            {about.data.host === 'console' ? 'hosted by this console' : 'running in the background'}
            {about.data.demo ? ', a demonstration' : ''}.
          </Typography>
        )}
        {summary && (
          <Typography sx={{ mt: 1 }}>
            {plural(summary.accounts, 'account')}, of them {plural(summary.users, 'user')}, in{' '}
            {plural(summary.domains, 'domain')}.
          </Typography>
        )}
        <ErrorNotice error={about.error} />
      </DialogContent>
      <DialogActions>
        <Button autoFocus variant="contained" color="primary" onClick={() => close('about')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
