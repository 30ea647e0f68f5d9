import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { clockProblem } from '../../app/banner-words.ts';
import { useServiceStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { dateTime } from '../../ui/format.ts';

/** Beside the status sentence: its dates are uncertain while the clock is not believed (LICENSING 5). */
export function ClockProblem() {
  const open = useUi((ui) => ui.open);
  const status = useServiceStatus().data;
  if (!status?.clock.suspect) return null;
  const unconfirmed = status.clock.suspect.believedFrom === null;
  return (
    <Alert
      severity="warning"
      variant="outlined"
      sx={{ mt: 1 }}
      action={unconfirmed && <Button onClick={() => open({ kind: 'confirm-clock' })}>Confirm Clock</Button>}
    >
      <strong>Clock problem.</strong> {clockProblem(status.clock, (instant) => dateTime(instant, status.timeZone))}
    </Alert>
  );
}
