import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type ChangeEvent, useId, useState } from 'react';
import { chooseFile } from '../../app/files.ts';
import { fieldBox, Label } from '../../ui/field.tsx';
import { ChooseOrDrop, dropTarget } from '../../ui/file-drop.tsx';
import type { Format } from './use-import.ts';

const FORMATS: readonly { readonly id: Format; readonly label: string }[] = [
  { id: 'csv', label: 'CSV with a header line' },
  { id: 'ldif', label: 'LDIF' },
  { id: 'dovecot', label: 'Dovecot passwd-file' },
  { id: 'postfix', label: 'Postfix virtual mailbox or alias map' },
];

interface ChooseFileProps {
  readonly onTry: (file: File, format: Format | undefined) => void;
}

export function ChooseFile({ onTry }: ChooseFileProps) {
  const id = useId();
  const [format, setFormat] = useState<Format | ''>('');
  const use = (file: File) => onTry(file, format === '' ? undefined : format);
  const choose = () => void chooseFile('').then((file) => file && use(file));
  return (
    <Box {...dropTarget(use)}>
      <Typography>
        Accounts come from a file of your mail server. A trial run shows what would happen; nothing changes before you
        import. Importing the same file again updates, it never doubles.
      </Typography>
      <Box sx={{ my: 2, maxWidth: 360 }}>
        <Label htmlFor={id}>Format</Label>
        <Box
          component="select"
          id={id}
          value={format}
          onChange={(event: ChangeEvent<HTMLSelectElement>) => setFormat(event.target.value as Format | '')}
          sx={{ ...fieldBox, width: '100%', font: 'inherit', color: 'inherit' }}
        >
          <option value="">Tell it from the file</option>
          {FORMATS.map(({ id: value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Box>
      </Box>
      <ChooseOrDrop label="Choose File…" onChoose={choose} />
    </Box>
  );
}
