import Box from '@mui/material/Box';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { SearchField } from '../../ui/search-field.tsx';
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
  { id: 'over', label: 'Over the Limit' },
  { id: 'all', label: 'All' },
];

export function AccountsFilter({ filter, onFilter, typed, onTyped }: AccountsFilterProps) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 1, alignItems: 'center' }}>
      <SearchField autoFocus label="Search address or name" value={typed} onChange={onTyped} />
      <ChoiceGroup label="Which accounts" choices={FILTERS} value={filter} onChange={onFilter} />
    </Box>
  );
}
