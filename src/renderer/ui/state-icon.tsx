import { mdiAlert, mdiAlertCircle, mdiCheckCircle, mdiCloseOctagon, mdiSync, mdiTimerSand } from '@mdi/js';
import type { LicenseView } from '../../contract/schemas.ts';
import { Icon } from './icon.tsx';

type Phase = LicenseView['information']['phase'];
type Tone = 'success' | 'info' | 'warning' | 'error';

const PHASES: Record<Phase, { readonly path: string; readonly tone: Tone }> = {
  ok: { path: mdiCheckCircle, tone: 'success' },
  evaluation: { path: mdiTimerSand, tone: 'info' },
  revalidating: { path: mdiSync, tone: 'warning' },
  mismatch: { path: mdiAlert, tone: 'error' },
  emergency: { path: mdiAlertCircle, tone: 'error' },
  stopped: { path: mdiCloseOctagon, tone: 'error' },
};

/** The state of a license at a glance; the word for it stands beside it. */
export const PhaseIcon = ({ phase }: { readonly phase: Phase }) => (
  <Icon path={PHASES[phase].path} color={PHASES[phase].tone} />
);

export const ExceededIcon = () => <Icon path={mdiAlertCircle} color="error" sx={{ fontSize: 18 }} />;
