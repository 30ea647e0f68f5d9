import { mdiMagnify } from '@mdi/js';
import Box from '@mui/material/Box';
import InputBase from '@mui/material/InputBase';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { fieldBox } from '../../ui/field.tsx';
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
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
      <InputBase
        autoFocus
        type="search"
        placeholder="Search address or name"
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        startAdornment={<Icon path={mdiMagnify} sx={{ mr: 1, color: 'text.secondary' }} />}
        inputProps={{ 'aria-label': 'Search address or name', maxLength: 200 }}
        sx={{ ...fieldBox, flex: 1 }}
      />
      <ChoiceGroup label="Which accounts" choices={FILTERS} value={filter} onChange={onFilter} />
    </Box>
  );
}
