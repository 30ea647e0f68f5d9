import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { shown } from '../app/shown.ts';

/** An error where it belongs: what happened, and the next step. */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (error === null || error === undefined) return null;
  const { message, next, code } = shown(error);
  const retry = onRetry && (
    <Button onClick={onRetry} variant="text">
      Try Again
    </Button>
  );
  return (
    <Alert severity="error" variant="outlined" role="alert" data-code={code} action={retry} sx={{ my: 1 }}>
      <strong>{message}</strong> {next}
    </Alert>
  );
}
