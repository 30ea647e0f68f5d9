import Box from '@mui/material/Box';
import { useId } from 'react';
import { fieldBox, Label } from './field.tsx';

interface SelectFieldProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why it cannot be changed. */
  readonly reason?: string | undefined;
}

/** One of a few values, with its label above. The system’s own list: dense, and by keyboard as everywhere. */
export function SelectField({ label, choices, value, onChange, reason }: SelectFieldProps) {
  const id = useId();
  return (
    <Box>
      <Label htmlFor={id}>{label}</Label>
      <Box
        component="select"
        id={id}
        value={value}
        disabled={reason !== undefined}
        title={reason}
        onChange={(event: React.ChangeEvent<HTMLSelectElement>) => onChange(event.target.value)}
        sx={{ ...fieldBox, font: 'inherit', fontSize: '0.875rem', color: 'inherit', width: '100%' }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Box>
    </Box>
  );
}
