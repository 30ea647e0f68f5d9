import { mdiMagnify } from '@mdi/js';
import InputBase from '@mui/material/InputBase';
import { fieldBox } from './field.tsx';
import { Icon } from './icon.tsx';

interface SearchFieldProps {
  /** Also what stands in the empty field. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

export const SearchField = ({ label, value, onChange, autoFocus = false }: SearchFieldProps) => (
  <InputBase
    autoFocus={autoFocus}
    type="search"
    placeholder={label}
    value={value}
    onChange={(event) => onChange(event.target.value)}
    startAdornment={<Icon path={mdiMagnify} sx={{ mr: 1, color: 'text.secondary' }} />}
    inputProps={{ 'aria-label': label, maxLength: 200 }}
    sx={{ ...fieldBox, flex: '1 1 200px' }}
  />
);
