import { mdiAccountMultiplePlus, mdiFlask, mdiKeyVariant } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { Command, CommandId } from '../../app/commands.ts';
import { useNative } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PhaseIcon } from '../../ui/state-icon.tsx';

interface WelcomeProps {
  readonly view: LicenseView;
  readonly commands: Record<CommandId, Command>;
}

/** A server without accounts and without a license: three ways to begin. */
export function Welcome({ view, commands }: WelcomeProps) {
  const open = useUi((ui) => ui.open);
  const importing = commands['import-accounts'];
  return (
    <>
      <Typography variant="h1" component="h2">
        Welcome to Seatkeeper
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, mt: 1, mb: 3 }}>
        <PhaseIcon phase={view.information.phase} />
        <Typography>{view.sentence}</Typography>
      </Box>
      <Way icon={mdiAccountMultiplePlus} title="Import the accounts of your mail server">
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          From CSV, LDIF, a Dovecot passwd-file or Postfix maps. A trial run shows what would happen first.
        </Typography>
        <ActionButton variant="contained" color="primary" onClick={importing.run} reason={importing.reason}>
          Import Accounts…
        </ActionButton>
      </Way>
      <Way icon={mdiKeyVariant} title="Activate a license">
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          With the Order ID from your confirmation mail, or with a license.xml file.
        </Typography>
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          <Button onClick={() => open({ kind: 'activate-online' })}>Online Activation…</Button>
          <Button onClick={() => open({ kind: 'activate-file', retrieve: false })}>Enter License Offline…</Button>
        </Box>
      </Way>
      <Way icon={mdiFlask} title="Look around in a demonstration">
        <Demonstration />
      </Way>
    </>
  );
}

const Way = (props: { readonly icon: string; readonly title: string; readonly children: ReactNode }) => (
  <Box
    component="section"
    sx={{ display: 'flex', gap: 2, py: 2, borderTop: '1px solid', borderColor: 'divider', alignItems: 'flex-start' }}
  >
    <Icon path={props.icon} color="primary" sx={{ mt: '2px' }} />
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h2" component="h3">
        {props.title}
      </Typography>
      {props.children}
    </Box>
  </Box>
);

function Demonstration() {
  const { startDemo } = useNative();
  const start = useMutation({ mutationFn: async () => startDemo?.() });
  return (
    <>
      <Typography color="textSecondary" sx={{ mb: 1 }}>
        A server of its own with three domains, 500 accounts and an order ready to activate. Yours is not touched.
      </Typography>
      {startDemo ? (
        <Button onClick={() => start.isPending || start.mutate()}>Open the Demonstration</Button>
      ) : (
        <Typography component="div">
          Start it with <CopyField label="command" value="npm start -- --demo" />
        </Typography>
      )}
      <ErrorNotice error={start.error} />
    </>
  );
}
