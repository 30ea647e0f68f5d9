import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { Client } from '../../../contract/client.ts';
import type { Connection } from '../../../contract/schemas-notices.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { ConnectionForm } from './connection-form.tsx';

async function readConnection(client: Client, signal: AbortSignal): Promise<Connection> {
  const [url, proxy] = await Promise.all(
    ['C_LicensingServer', 'C_LicensingProxy'].map((name) => client.system.variables({ name }, { signal })),
  );
  return { url: url?.[0]?.value ?? '', proxy: proxy?.[0]?.value ?? '' };
}

/** Tools > Licensing Server…: where it is and the way to it; can be changed in every phase (LICENSING 5). */
export function LicensingServerDialog() {
  const client = useClient();
  const close = useUi((ui) => ui.close);
  const query = useQuery({
    queryKey: KEYS.connection,
    queryFn: ({ signal }) => readConnection(client, signal),
    gcTime: 0,
  });
  return (
    <WindowDialog title="Licensing Server" width="medium" steady onClose={() => close('licensing-server')}>
      {query.data ? (
        <ConnectionForm connection={query.data} />
      ) : (
        <DialogContent sx={{ minHeight: 400 }}>
          <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
          {!query.error && <Typography color="textSecondary">Reading the address…</Typography>}
        </DialogContent>
      )}
    </WindowDialog>
  );
}
