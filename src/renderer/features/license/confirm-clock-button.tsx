import Button from '@mui/material/Button';
import { useServiceStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';

/** Beside the status sentence, which says what is wrong with the clock; only while there is something to confirm. */
export function ConfirmClockButton() {
  const open = useUi((ui) => ui.open);
  const suspect = useServiceStatus().data?.clock.suspect;
  if (!suspect || suspect.believedFrom !== null) return null;
  return <Button onClick={() => open({ kind: 'confirm-clock' })}>Confirm Clock</Button>;
}
