import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';

/** Milliseconds. */
const SHOW_DONE_FOR = 2000;

/** A button that copies, and says so for a moment. */
export function CopyButton({ label, onCopy }: { readonly label: string; readonly onCopy: () => Promise<void> }) {
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    if (outcome === '') return;
    const timer = setTimeout(() => setOutcome(''), SHOW_DONE_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    onCopy().then(
      () => setOutcome('Copied'),
      () => setOutcome('Not copied'),
    );
  return (
    <Button onClick={copy} sx={{ minWidth: 120 }}>
      <span role="status">{outcome}</span>
      {outcome === '' && label}
    </Button>
  );
}
