import { mdiMagnify } from '@mdi/js';
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { Icon } from '../../ui/icon.tsx';
import type { CountedFilter } from './use-seat-rows.ts';

interface AccountsFilterProps {
  readonly filter: CountedFilter;
  readonly onFilter: (filter: CountedFilter) => void;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

const FILTERS: readonly { readonly id: CountedFilter; readonly label: string }[] = [
  { id: 'counted', label: 'Counted' },
  { id: 'not-counted', label: 'Not Counted' },
  { id: 'all', label: 'All' },
];

export function AccountsFilter({ filter, onFilter, typed, onTyped }: AccountsFilterProps) {
  const magnifier = (
    <InputAdornment position="start">
      <Icon path={mdiMagnify} />
    </InputAdornment>
  );
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
      <TextField
        autoFocus
        placeholder="Search address or name"
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        slotProps={{
          htmlInput: { 'aria-label': 'Search address or name', type: 'search', maxLength: 200 },
          input: { startAdornment: magnifier },
        }}
        sx={{ flex: 1 }}
      />
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Which accounts"
        value={filter}
        onChange={(_event, chosen: CountedFilter | null) => chosen && onFilter(chosen)}
      >
        {FILTERS.map(({ id, label }) => (
          <ToggleButton key={id} value={id} sx={{ textTransform: 'none', py: 0.5, px: 1.5 }}>
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}
