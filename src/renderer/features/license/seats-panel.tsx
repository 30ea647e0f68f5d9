import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { LicenseView } from '../../../contract/schemas.ts';
import { useUi } from '../../app/store.ts';
import { SeatsTable } from './seats-table.tsx';
import type { useManagePage } from './use-license-actions.ts';

interface SeatsPanelProps {
  readonly view: LicenseView;
  readonly alwaysByModule: boolean;
  readonly manage: ReturnType<typeof useManagePage>;
}

export function SeatsPanel({ view, alwaysByModule, manage }: SeatsPanelProps) {
  const open = useUi((ui) => ui.open);
  return (
    <>
      <SeatsTable
        view={view}
        byModule={alwaysByModule || view.information.structure === 'module'}
        onOpen={(scope) => open({ kind: 'accounts', scope })}
        onManage={manage.mutate}
      />
      <Box sx={{ display: 'flex', alignItems: 'center', mt: 0.5 }}>
        <Typography variant="caption" component="p" color="textSecondary" sx={{ flex: 1 }}>
          Double-click a row or press Enter to see its accounts and why each counts. Used Seats of a module say how many
          are assigned and on trial.
        </Typography>
        <Button variant="text" onClick={() => open({ kind: 'usage' })}>
          Usage History…
        </Button>
      </Box>
    </>
  );
}
