import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { describeError } from '../../contract/errors.ts';
import { type NextStep, phaseBanner } from './banner-words.ts';
import type { Command, CommandId } from './commands.ts';
import { DemoOrder } from './demo-order.tsx';
import { reconnectNow } from './events.ts';
import { useAbout, useLicense, useServiceStatus } from './queries.ts';
import { useUi } from './store.ts';
import { runCommand } from './use-triggers.ts';

interface BannerProps {
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Text, and what can be done: beside it, or below where the window is narrow. */
const Banner = ({ severity, title, actions, children }: BannerProps) => (
  <Alert
    severity={severity}
    sx={{ borderRadius: 0, alignItems: 'center', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
  >
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, alignItems: 'center' }}>
      <Box sx={{ flex: '1 1 520px', minWidth: 0 }}>
        <strong>{title}</strong> {children}
      </Box>
      {actions && <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>{actions}</Box>}
    </Box>
  </Alert>
);

/**
 * What must be seen before anything else: no connection, what the license needs, a clock that is not believed, keys for
 * development, demonstration.
 */
export function Banners({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const connection = useUi((ui) => ui.connection);
  const license = useLicense().data;
  const about = useAbout().data;
  const phase = license && phaseBanner(license);
  return (
    <>
      {connection === 'lost' && (
        <Banner
          severity="error"
          title="Not connected to the control service."
          actions={<Button onClick={reconnectNow}>Try Now</Button>}
        >
          What is shown may be old. Trying again…
        </Banner>
      )}
      {connection === 'signed-out' && (
        <Banner severity="error" title="Signed out.">
          This session of the browser has ended. {describeError('LINK_USED').next}
        </Banner>
      )}
      {phase && (
        <Banner severity="error" title={phase.title} actions={<NextSteps steps={phase.steps} commands={commands} />}>
          {phase.text}
        </Banner>
      )}
      <ClockBanner />
      {license?.development && (
        <Banner severity="warning" title="Development keys are trusted.">
          Licenses of a test vendor are accepted here; not for production.
        </Banner>
      )}
      {about?.demo && (
        <Banner severity="info" title="Demonstration server.">
          Its accounts and orders are invented; nothing here is your server’s.
          <DemoOrder />
        </Banner>
      )}
    </>
  );
}

interface NextStepsProps {
  readonly steps: readonly NextStep[];
  readonly commands: Record<CommandId, Command>;
}

function NextSteps({ steps, commands }: NextStepsProps) {
  const open = useUi((ui) => ui.open);
  const buttons: Record<NextStep, { readonly label: string; readonly run: () => void }> = {
    validate: { label: 'Validate Now', run: () => runCommand(commands['validate-license']) },
    retrieve: { label: 'Retrieve License…', run: () => open({ kind: 'activate-file', retrieve: true }) },
    'enter-offline': { label: 'Enter License Offline…', run: () => open({ kind: 'activate-file', retrieve: false }) },
    'activate-online': { label: 'Online Activation…', run: () => open({ kind: 'activate-online' }) },
  };
  return steps.map((step) => (
    <Button key={step} onClick={buttons[step].run}>
      {buttons[step].label}
    </Button>
  ));
}

/** What the clock did, and until when it is not believed, is part of the status sentence. */
function ClockBanner() {
  const open = useUi((ui) => ui.open);
  const suspect = useServiceStatus().data?.clock.suspect;
  if (!suspect) return null;
  const confirm = <Button onClick={() => open({ kind: 'confirm-clock' })}>Confirm Clock</Button>;
  return (
    <Banner severity="warning" title="Clock problem." actions={suspect.believedFrom === null ? confirm : undefined}>
      The system clock is not believed, so dates of the license are uncertain. Nothing is denied or stopped because of
      it.
    </Banner>
  );
}
