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
      <Typography variant="caption" component="p" color="textSecondary" sx={{ mt: 1 }}>
        Double-click a row or press Enter to see its accounts and why each counts.
      </Typography>
    </>
  );
}
