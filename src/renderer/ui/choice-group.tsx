import Box from '@mui/material/Box';
import { useId } from 'react';
import { HIDDEN } from './hidden.ts';

interface ChoiceGroupProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly id: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few choices side by side, one of them in force: native radio buttons that look like one switch. */
export function ChoiceGroup<T extends string>({ label, choices, value, onChange }: ChoiceGroupProps<T>) {
  const name = useId();
  return (
    <Box component="fieldset" sx={group}>
      <Box component="legend" style={HIDDEN}>
        {label}
      </Box>
      {choices.map((choice) => (
        <label key={choice.id} data-chosen={choice.id === value}>
          <input type="radio" name={name} checked={choice.id === value} onChange={() => onChange(choice.id)} />
          {choice.label}
        </label>
      ))}
    </Box>
  );
}

const group = {
  position: 'relative',
  display: 'flex',
  m: 0,
  p: 0,
  border: '1px solid',
  borderColor: 'text.secondary',
  borderRadius: 1,
  fontSize: '0.8125rem',
  '& label': { position: 'relative', px: 1.5, lineHeight: '32px', whiteSpace: 'nowrap' },
  '& label + label': { borderLeft: '1px solid', borderColor: 'divider' },
  '& input': { position: 'absolute', inset: 0, m: 0, opacity: 0 },
  '& [data-chosen="true"]': { backgroundColor: 'action.selected', fontWeight: 600 },
  '& label:has(:focus-visible)': { outline: '2px solid', outlineColor: 'primary.main' },
} as const;
