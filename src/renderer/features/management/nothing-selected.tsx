import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useNative } from '../../app/context.tsx';
import { useSummary } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import type { RowActions } from './use-row-actions.ts';
import type { Aimed } from './use-target.ts';

interface NothingSelectedProps {
  readonly why: Extract<Aimed, { why: string }>['why'];
  readonly actions: RowActions;
}

/** What to do first. */
export function NothingSelected({ why, actions }: NothingSelectedProps) {
  const { mac } = useNative();
  const open = useUi((ui) => ui.open);
  const summary = useSummary().data;
  if (why === 'reading')
    return <Typography sx={{ p: 3, color: 'text.secondary' }}>Reading what is selected…</Typography>;
  if (why === 'too-many') {
    return (
      <Typography sx={{ p: 3 }}>
        These are more separate rows than one change can take. Select ranges with Shift, or a whole domain.
      </Typography>
    );
  }
  if (summary?.domains === 0) {
    return (
      <Box sx={{ p: 3 }}>
        <Typography variant="h2">No domains yet</Typography>
        <Typography color="textSecondary" sx={{ my: 1 }}>
          Import the accounts of your mail server, or make a first domain.
        </Typography>
        <Box sx={{ display: 'flex', gap: 1 }}>
          <ActionButton
            variant="contained"
            color="primary"
            reason={actions.newDomain.reason}
            onClick={() => open({ kind: 'import' })}
          >
            Import Accounts…
          </ActionButton>
          <ActionButton reason={actions.newDomain.reason} onClick={actions.newDomain.run}>
            New Domain…
          </ActionButton>
        </Box>
      </Box>
    );
  }
  const command = mac ? '⌘' : 'Ctrl';
  return (
    <Box sx={{ p: 3 }}>
      <Typography variant="h2">Nothing is selected</Typography>
      <Typography color="textSecondary" sx={{ mt: 1 }}>
        Choose an account or a domain to see and change its services.
      </Typography>
      <Box component="dl" sx={hints}>
        {[
          ['Shift+click, Shift+arrows', 'from one row to another'],
          [`${command}+click, ${command}+Space`, 'one more row, or one less'],
          [`${command}+A`, 'all accounts of the domain; again: of all domains'],
          [`${command}+F, or just type`, 'search by address or name'],
        ].map(([keys, does]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </Box>
    </Box>
  );
}

const hints = {
  m: 0,
  mt: 2,
  fontSize: '0.8125rem',
  '& div': { display: 'grid', gridTemplateColumns: '190px 1fr', minHeight: 26, alignItems: 'center' },
  '& dt': { color: 'text.secondary' },
  '& dd': { m: 0 },
} as const;
