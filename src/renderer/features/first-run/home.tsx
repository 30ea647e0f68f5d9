import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Command, CommandId } from '../../app/commands.ts';
import { useLicense, useSummary } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Overview } from './overview.tsx';
import { Welcome } from './welcome.tsx';

/** The page of the window: how to begin, or how things are. */
export function Home({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const license = useLicense();
  const summary = useSummary();
  const error = license.error ?? summary.error;
  const retry = () => {
    void license.refetch();
    void summary.refetch();
  };
  const page =
    license.data && summary.data ? (
      summary.data.accounts === 0 && license.data.licenseId === '' ? (
        <Welcome view={license.data} commands={commands} />
      ) : (
        <Overview view={license.data} summary={summary.data} commands={commands} />
      )
    ) : (
      !error && <Typography color="textSecondary">Reading…</Typography>
    );
  return (
    <Box sx={{ maxWidth: 960, mx: 'auto', p: 3 }}>
      {!license.data || !summary.data ? <ErrorNotice error={error} onRetry={retry} /> : null}
      {page}
    </Box>
  );
}
