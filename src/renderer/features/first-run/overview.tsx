import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { Command, CommandId } from '../../app/commands.ts';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { plural } from '../../ui/format.ts';
import { PhaseIcon } from '../../ui/state-icon.tsx';
import { ComingNext } from './coming-next.tsx';
import { SeatsOverview } from './seats-overview.tsx';

interface OverviewProps {
  readonly view: LicenseView;
  readonly summary: { readonly accounts: number; readonly users: number; readonly domains: number };
  readonly commands: Record<CommandId, Command>;
}

/** How things are: the license, who uses seats, and what to do next. */
export function Overview({ view, summary, commands }: OverviewProps) {
  const open = useUi((ui) => ui.open);
  const importing = commands['import-accounts'];
  return (
    <>
      <Section title="License" action={<Button onClick={commands.license.run}>License…</Button>}>
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
          <PhaseIcon phase={view.information.phase} />
          <Typography>
            <strong>{view.information.status}.</strong> {view.sentence}
          </Typography>
        </Box>
        {view.licenseId === '' && (
          <Button variant="contained" color="primary" sx={{ mt: 1 }} onClick={() => open({ kind: 'activate-online' })}>
            Activate License…
          </Button>
        )}
      </Section>
      <Section
        title="What Comes Next"
        action={<Button onClick={() => open({ kind: 'license', tab: 'timeline' })}>Timeline…</Button>}
      >
        <ComingNext />
      </Section>
      <Section title="Seats">
        <SeatsOverview view={view} onOpen={(scope) => open({ kind: 'accounts', scope })} />
      </Section>
      <Section
        title="Accounts"
        action={
          <ActionButton onClick={importing.run} reason={importing.reason}>
            Import Accounts…
          </ActionButton>
        }
      >
        <Typography>
          {summary.accounts === 0
            ? 'No accounts yet. Import them to see who uses seats.'
            : `${plural(summary.accounts, 'account')} in ${plural(summary.domains, 'domain')}; ${plural(summary.users, 'user')} among them.`}
        </Typography>
      </Section>
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly action?: React.ReactNode;
  readonly children: React.ReactNode;
}
const Section = ({ title, action, children }: SectionProps) => (
  <Box component="section" aria-label={title} sx={{ mb: 3 }}>
    <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 32, mb: 1 }}>
      <Typography variant="h2" sx={{ flex: 1 }}>
        {title}
      </Typography>
      {action}
    </Box>
    {children}
  </Box>
);
