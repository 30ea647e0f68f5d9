import Box from '@mui/material/Box';
import InputBase, { type InputBaseProps } from '@mui/material/InputBase';
import { type ReactNode, useId } from 'react';

interface FieldProps extends Pick<InputBaseProps, 'value' | 'onChange' | 'autoFocus' | 'inputRef' | 'placeholder'> {
  readonly label: string;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly hint?: string;
  /** No room for a hint: nothing can be wrong with it here. */
  readonly compact?: boolean;
  readonly readOnly?: boolean;
  readonly maxLength?: number;
}

/** One line of text with its label above, and below it a hint or what is wrong. */
export function Field({
  label,
  problem,
  hint,
  readOnly = false,
  compact = false,
  maxLength = 64,
  ...input
}: FieldProps) {
  const id = useId();
  const wrong = problem !== undefined;
  return (
    <Box>
      <Label htmlFor={id}>{label}</Label>
      <InputBase
        {...input}
        id={id}
        fullWidth
        readOnly={readOnly}
        inputProps={{
          'aria-invalid': wrong,
          ...(compact ? {} : { 'aria-describedby': `${id}hint` }),
          spellCheck: false,
          autoComplete: 'off',
          maxLength,
        }}
        sx={{ ...fieldBox, borderColor: wrong ? 'error.main' : 'text.secondary' }}
      />
      {!compact && (
        <Box
          id={`${id}hint`}
          role={wrong ? 'alert' : undefined}
          sx={{ fontSize: '0.8125rem', mt: 0.5, minHeight: 40, color: wrong ? 'error.main' : 'text.secondary' }}
        >
          {problem ?? hint}
        </Box>
      )}
    </Box>
  );
}

export const Label = ({ htmlFor, children }: { readonly htmlFor: string; readonly children: ReactNode }) => (
  <Box component="label" htmlFor={htmlFor} sx={{ display: 'block', fontSize: '0.8125rem', fontWeight: 500, mb: 0.5 }}>
    {children}
  </Box>
);

/** The box around what can be typed in or chosen. */
export const fieldBox = {
  minHeight: 34,
  px: 1,
  border: '1px solid',
  borderColor: 'text.secondary',
  borderRadius: 1,
  backgroundColor: 'background.paper',
  '&:focus-within': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 0 },
} as const;
