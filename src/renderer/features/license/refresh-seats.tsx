import { mdiRefresh } from '@mdi/js';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { useLicense } from '../../app/queries.ts';
import { time } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';

/** How old the numbers are, and the button that reads them again. */
export function RefreshSeats({ license }: { readonly license: ReturnType<typeof useLicense> }) {
  const busy = license.isFetching;
  return (
    <>
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
    </>
  );
}
