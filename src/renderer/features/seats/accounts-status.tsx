import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { SeatRow } from '../../../contract/schemas.ts';
import { useUi } from '../../app/store.ts';
import { plural } from '../../ui/format.ts';
import type { PagedRows, PagedState } from './paged-rows.ts';
import type { SeatSorting } from './use-seat-rows.ts';

interface AccountsStatusProps {
  readonly list: PagedRows<SeatRow>;
  /** Another list is being read. */
  readonly changing: boolean;
  readonly sorting: SeatSorting;
  readonly onSort: (sorting: SeatSorting) => void;
}

/** How many there are, and how they stand. */
export function AccountsStatus({ list, changing, sorting, onSort }: AccountsStatusProps) {
  const version = useUi((ui) => ui.accountsVersion);
  const [seen, setSeen] = useState(version);
  const leastUsed = sorting.by === 'last-access' && !sorting.descending;
  const readAgain = () => {
    setSeen(version);
    list.refresh();
  };
  return (
    <Box sx={{ position: 'relative', display: 'flex', alignItems: 'center', gap: 1, minHeight: 32 }}>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ flex: 1 }}>
        {changing ? 'Reading…' : countWords(list.state())}
      </Typography>
      {seen !== version && (
        <Button variant="text" onClick={readAgain}>
          Accounts have changed: read again
        </Button>
      )}
      <Button
        aria-pressed={leastUsed}
        onClick={() => onSort({ by: leastUsed ? 'address' : 'last-access', descending: false })}
        sx={leastUsed ? { backgroundColor: 'action.selected' } : {}}
      >
        Least Recently Used
      </Button>
      {changing && (
        <LinearProgress
          aria-label="Reading accounts"
          sx={{ position: 'absolute', left: 0, right: 0, bottom: -6, height: 2 }}
        />
      )}
    </Box>
  );
}

export function countWords({ count, exact, loading }: PagedState): string {
  if (count === 0) return loading ? 'Reading…' : 'No account matches.';
  return `${exact ? '' : 'up to '}${plural(count, 'account')}${loading && !exact ? ', reading…' : ''}`;
}
