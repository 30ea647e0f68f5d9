import Typography from '@mui/material/Typography';
import type { ServiceStatus } from '../../../contract/schemas-lifecycle.ts';
import { useServiceStatus } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { dateTime } from '../../ui/format.ts';

/** Why the last re-validation failed, and when the next is tried; `error`: of the one that was asked for just now. */
export function LastAttempt({ error }: { readonly error: unknown }) {
  const status = useServiceStatus().data;
  const next = status ? nextAttemptWords(status) : '';
  if (error) {
    return (
      <>
        <ErrorNotice error={error} />
        {next !== '' && <Typography variant="body2">{next}</Typography>}
      </>
    );
  }
  if (!status?.revalidation.failure) return null;
  const { at, code, detail } = status.revalidation.failure;
  return (
    <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
      The last re-validation failed on {dateTime(at, status.timeZone)}: {detail || code}. {next}
    </Typography>
  );
}

export const nextAttemptWords = ({ revalidation, timeZone }: ServiceStatus): string =>
  revalidation.nextAttempt === null ? '' : `Next attempt: ${dateTime(revalidation.nextAttempt, timeZone)}.`;
