import { mdiRefresh } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { ServiceStatus } from '../../../contract/schemas-lifecycle.ts';
import { useServiceStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { time } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { PhaseIcon } from '../../ui/state-icon.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { ConfirmClockButton } from '../license/confirm-clock-button.tsx';
import { LastAttempt } from '../license/last-attempt.tsx';
import { EventList } from '../timeline/event-list.tsx';
import { ProgramsTable } from './programs-table.tsx';
import { pendingWords } from './words.ts';

/** A service may end without Seatkeeper: while somebody looks, it is asked again this often. */
const ASK_AGAIN_MS = 15_000;

/** Tools > Service Status…: phase, service programs, what is tried again, and what comes next. */
export function ServiceStatusDialog() {
  const { close, replace } = useUi();
  const query = useServiceStatus(ASK_AGAIN_MS);
  const status = query.data;
  const busy = query.isFetching;
  return (
    <WindowDialog title="Service Status" width="large" steady onClose={() => close('service-status')}>
      <DialogContent aria-busy={busy} sx={{ minHeight: 400 }}>
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        {!status && !query.error && <Progress label="Asking the services" />}
        {status && <Sections status={status} />}
      </DialogContent>
      <DialogActions>
        <Button variant="text" startIcon={<Icon path={mdiRefresh} />} onClick={() => void (busy || query.refetch())}>
          Ask Again
        </Button>
        <Typography variant="caption" color="textSecondary" role="status">
          {query.dataUpdatedAt > 0 && `As of ${time(query.dataUpdatedAt)}`}
        </Typography>
        <Box sx={{ flex: 1 }} />
        <Button onClick={() => replace('service-status', { kind: 'license', tab: 'timeline' })}>Timeline…</Button>
        <Button variant="contained" color="primary" onClick={() => close('service-status')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

function Sections({ status }: { readonly status: ServiceStatus }) {
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
        <PhaseIcon phase={status.phase} />
        <Typography sx={{ flex: 1 }}>
          <strong>{status.status}.</strong> {status.sentence}
        </Typography>
        <ConfirmClockButton />
      </Box>
      <LastAttempt error={null} />
      <Section title="Service Programs">
        {status.programs.length === 0 ? <NoPrograms /> : <ProgramsTable status={status} />}
      </Section>
      {status.pending.length > 0 && (
        <Section title="Tried Again">
          <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.8125rem' }}>
            {status.pending.map((task) => (
              <li key={`${task.action} ${task.modules.join()}`}>{pendingWords(task, status.timeZone)}</li>
            ))}
          </Box>
        </Section>
      )}
      <Section title="What Comes Next">
        {status.next.length === 0 ? (
          <Typography color="textSecondary">Nothing happens in the next year.</Typography>
        ) : (
          <EventList
            label="What comes next"
            events={status.next}
            now={status.clock.trusted}
            timeZone={status.timeZone}
          />
        )}
      </Section>
    </>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Box component="section" aria-label={title} sx={{ mt: 2 }}>
    <Typography variant="h3" sx={{ mb: 0.5 }}>
      {title}
    </Typography>
    {children}
  </Box>
);

const NoPrograms = () => (
  <>
    <Typography>
      No service programs are declared, so nothing is stopped or started here. Name them in seatkeeper.toml, a table for
      each module, and start the control service again:
    </Typography>
    <Box sx={{ mt: 1 }}>
      <CopyField label="example" value={'[services.mail]\npreset = "systemd:postfix.service"'} />
    </Box>
  </>
);
