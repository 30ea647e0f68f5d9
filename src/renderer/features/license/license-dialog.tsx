import { mdiRefresh } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Divider from '@mui/material/Divider';
import Typography from '@mui/material/Typography';
import { useAbout, useLicense } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { time } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Mark } from '../../ui/mark.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { Information } from './information.tsx';
import { LicenseButtons } from './license-buttons.tsx';
import { SeatsTable } from './seats-table.tsx';
import { useExportLicense, useManagePage } from './use-license-actions.ts';

/** Help > License… (INTERFACES 4). `alwaysByModule`: WebAdmin never groups. */
export function LicenseDialog({ alwaysByModule = false }: { readonly alwaysByModule?: boolean }) {
  const { close, open } = useUi();
  const license = useLicense();
  const manage = useManagePage();
  const saving = useExportLicense();
  const view = license.data;
  const busy = license.isFetching;

  return (
    <WindowDialog title="License" width="large" steady onClose={() => close('license')} mark={<Marks />}>
      <DialogContent aria-busy={busy} sx={{ minHeight: 320 }}>
        {license.error && !view && <ErrorNotice error={license.error} onRetry={() => void license.refetch()} />}
        {!view && !license.error && <Typography color="textSecondary">Reading the license…</Typography>}
        {view && (
          <>
            <Information view={view} />
            <Divider sx={{ my: 1.5 }} />
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 0.5 }}>
              <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
                Seats
              </Typography>
              <Typography variant="caption" color="textSecondary" role="status">
                {busy ? 'Reading used seats…' : `As of ${time(license.dataUpdatedAt)}`}
              </Typography>
              <Button
                variant="text"
                startIcon={<Icon path={mdiRefresh} />}
                aria-disabled={busy}
                onClick={() => void (busy || license.refetch())}
              >
                Refresh Used Seats
              </Button>
            </Box>
            {license.error && <ErrorNotice error={license.error} />}
            <SeatsTable
              view={view}
              byModule={alwaysByModule || view.information.structure === 'module'}
              onOpen={(scope) => open({ kind: 'accounts', scope })}
              onManage={manage.mutate}
            />
            <Typography variant="caption" component="p" color="textSecondary" sx={{ mt: 1 }}>
              Double-click a row or press Enter to see its accounts and why each counts.
            </Typography>
          </>
        )}
        <ErrorNotice error={manage.error ?? saving.error} />
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap', gap: 1, justifyContent: 'flex-start', '& > *': { m: '0 !important' } }}>
        <LicenseButtons manage={manage} saving={saving} installed={view === undefined || view.licenseId !== ''} />
        <Box sx={{ flex: 1 }} />
        <Button variant="contained" color="primary" onClick={() => close('license')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

/** What every screen must say of this server: development keys, demonstration. */
function Marks() {
  const development = useLicense().data?.development ?? false;
  const demo = useAbout().data?.demo ?? false;
  return (
    <>
      {development && <Mark tone="warning" text="Development keys are trusted" />}
      {demo && <Mark tone="info" text="Demonstration" />}
    </>
  );
}
