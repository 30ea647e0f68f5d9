import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { chooseFile } from '../../app/files.ts';
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
  const [format, setFormat] = useState<Format | ''>('');
  const use = (file: File | null | undefined) => file && onTry(file, format === '' ? undefined : format);
  return (
    <Box
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        use(event.dataTransfer.files[0]);
      }}
    >
      <Typography>
        Accounts come from a file of your mail server. A trial run shows what would happen; nothing changes before you
        import. Importing the same file again updates, it never doubles.
      </Typography>
      <TextField
        select
        label="Format"
        value={format}
        onChange={(event) => setFormat(event.target.value as Format | '')}
        slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
        sx={{ my: 2, maxWidth: 360 }}
      >
        <option value="">Tell it from the file</option>
        {FORMATS.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </TextField>
      <Box>
        <Button autoFocus variant="contained" color="primary" onClick={() => void chooseFile('').then(use)}>
          Choose File…
        </Button>
        <Typography component="span" color="textSecondary" sx={{ ml: 2 }}>
          or drop it here
        </Typography>
      </Box>
    </Box>
  );
}
