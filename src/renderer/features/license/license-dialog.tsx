import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { useAbout, useLicense } from '../../app/queries.ts';
import { type LicenseTab, useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Mark } from '../../ui/mark.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { ConfirmClockButton } from './confirm-clock-button.tsx';
import { Information } from './information.tsx';
import { LastAttempt } from './last-attempt.tsx';
import { LicenseButtons } from './license-buttons.tsx';
import { RefreshSeats } from './refresh-seats.tsx';
import { SeatsPanel } from './seats-panel.tsx';
import { useExportLicense, useManagePage } from './use-license-actions.ts';
import { useValidate, validatedWords } from './use-validate.ts';
import { ValidateButton } from './validate-button.tsx';

const TABS = [
  { id: 'seats', label: 'Seats' },
  { id: 'timeline', label: 'Timeline' },
] as const;

interface LicenseDialogProps {
  readonly tab?: LicenseTab | undefined;
  /** WebAdmin never groups. */
  readonly alwaysByModule?: boolean;
}

/** Help > License… (INTERFACES 4). */
export function LicenseDialog({ tab = 'seats', alwaysByModule = false }: LicenseDialogProps) {
  const id = useId();
  const { close, open, tell } = useUi();
  const license = useLicense();
  const manage = useManagePage();
  const saving = useExportLicense();
  const validation = useValidate();
  const view = license.data;
  const installed = view === undefined || view.licenseId !== '';

  function validate(): void {
    manage.reset();
    saving.reset();
    validation.mutate(undefined, { onSuccess: (renewed) => tell({ text: validatedWords(renewed) }) });
  }
  return (
    <WindowDialog title="License" width="large" steady onClose={() => close('license')} mark={<Marks />}>
      <DialogContent aria-busy={license.isFetching} sx={{ minHeight: 320 }}>
        {license.error && !view && <ErrorNotice error={license.error} onRetry={() => void license.refetch()} />}
        {!view && !license.error && <Typography color="textSecondary">Reading the license…</Typography>}
        {view && (
          <>
            <Information view={view}>
              <ConfirmClockButton />
              <ValidateButton validation={validation} onValidate={validate} installed={installed} />
            </Information>
            <LastAttempt error={validation.error} />
            <Tabs
              id={id}
              label="License"
              tabs={TABS}
              value={tab}
              onChange={(chosen) => open({ kind: 'license', tab: chosen })}
            >
              {tab === 'seats' && <RefreshSeats license={license} />}
            </Tabs>
            {license.error && <ErrorNotice error={license.error} />}
            <TabPanel id={id} tab={tab}>
              {tab === 'seats' && <SeatsPanel view={view} alwaysByModule={alwaysByModule} manage={manage} />}
              {tab === 'timeline' && <Timeline phase={view.information.phase} />}
            </TabPanel>
          </>
        )}
        <ErrorNotice error={manage.error ?? saving.error} />
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap', gap: 1, justifyContent: 'flex-start', '& > *': { m: '0 !important' } }}>
        <LicenseButtons manage={manage} saving={saving} installed={installed} />
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
