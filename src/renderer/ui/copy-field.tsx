import { mdiCheck, mdiContentCopy } from '@mdi/js';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useEffect, useState } from 'react';
import { useNative } from '../app/context.tsx';
import { MONOSPACE } from '../app/theme.ts';
import { HIDDEN } from './hidden.ts';
import { Icon } from './icon.tsx';

const SHOW_DONE_FOR = 2000;

/** A value to be copied with one click. `label` names it for a screen reader. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const native = useNative();
  const [outcome, setOutcome] = useState<'' | 'copied' | 'failed'>('');
  useEffect(() => {
    if (outcome === '') return;
    const timer = setTimeout(() => setOutcome(''), SHOW_DONE_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (value === '') return <span>–</span>;

  const copy = () =>
    native.copy(value).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  const word = outcome === 'copied' ? 'Copied' : 'Select the text to copy it';
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, minWidth: 0 }}>
      <Box
        component="span"
        sx={{ fontFamily: MONOSPACE, fontSize: '0.8125rem', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
      >
        {value}
      </Box>
      <Tooltip title={outcome === '' ? `Copy ${label}` : word} {...(outcome === '' ? {} : { open: true })}>
        <IconButton aria-label={`Copy ${label}`} onClick={copy} sx={{ p: '3px', my: '-2px' }}>
          <Icon path={outcome === 'copied' ? mdiCheck : mdiContentCopy} sx={{ fontSize: 16 }} />
        </IconButton>
      </Tooltip>
      <span role="status" style={HIDDEN}>
        {outcome === '' ? '' : word}
      </span>
    </Box>
  );
}
