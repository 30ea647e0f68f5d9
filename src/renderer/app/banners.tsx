import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { describeError } from '../../contract/errors.ts';
import { isFrozen } from '../../core/lifecycle/phase.ts';
import { DemoOrder } from './demo-order.tsx';
import { reconnectNow } from './events.ts';
import { useAbout, useLicense } from './queries.ts';
import { useUi } from './store.ts';

const Banner = (props: { severity: 'error' | 'warning' | 'info'; action?: ReactNode; children: ReactNode }) => (
  <Alert severity={props.severity} action={props.action} sx={{ borderRadius: 0, alignItems: 'center' }}>
    {props.children}
  </Alert>
);

/** What must be seen before anything else: no connection, frozen settings, keys for development, demonstration. */
export function Banners() {
  const { connection, open } = useUi();
  const license = useLicense().data;
  const about = useAbout().data;
  const phase = license?.information.phase;
  const frozen = describeError('EMERGENCY_MODE');
  return (
    <>
      {connection === 'lost' && (
        <Banner
          severity="error"
          action={
            <Button variant="text" onClick={reconnectNow}>
              Try Now
            </Button>
          }
        >
          <strong>Not connected to the control service.</strong> What is shown may be old. Trying again…
        </Banner>
      )}
      {connection === 'signed-out' && (
        <Banner severity="error">
          <strong>Signed out.</strong> This session of the browser has ended. {describeError('LINK_USED').next}
        </Banner>
      )}
      {phase && isFrozen(phase) && (
        <Banner
          severity="error"
          action={
            <Button variant="text" onClick={() => open({ kind: 'license' })}>
              License…
            </Button>
          }
        >
          <strong>{phase === 'stopped' ? 'Services are stopped.' : 'Emergency Mode.'}</strong>{' '}
          {phase === 'stopped' ? license?.sentence : `${frozen.message} ${frozen.next}`}
        </Banner>
      )}
      {license?.development && (
        <Banner severity="warning">
          <strong>Development keys are trusted.</strong> Licenses of a test vendor are accepted here; not for
          production.
        </Banner>
      )}
      {about?.demo && (
        <Banner severity="info">
          <strong>Demonstration server.</strong> Its accounts and orders are invented; nothing here is your server’s.
          <DemoOrder />
        </Banner>
      )}
    </>
  );
}
