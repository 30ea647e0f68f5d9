import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { MODULES } from '../../../core/seats/modules.ts';
import { useServerTime } from '../../app/server-time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { MODULE_COLUMNS_WIDTH, moduleColumns } from '../seats/columns.tsx';
import { ModuleLines, useExplained, WhySection } from '../seats/explanation.tsx';

/** The Seats tab of one account: how it stands with each module, and why with the chosen one (LICENSING 6). */
export function SeatsTab({ address }: { readonly address: string }) {
  const time = useServerTime();
  const query = useExplained(address);
  // The same module of the next account: accounts are compared so.
  const [active, setActive] = useState(0);
  const modules = query.data?.modules ?? [];
  const chosen = modules[active];
  const old = query.isPlaceholderData || query.isPending;
  return (
    <>
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      <Box sx={list} aria-busy={old}>
        <VirtualTable
          label={`Seats of ${address}`}
          columns={moduleColumns(time)}
          minWidth={MODULE_COLUMNS_WIDTH}
          count={MODULES.length}
          row={(index) => modules[index]}
          active={active}
          onActive={setActive}
        />
      </Box>
      <WhySection>
        {chosen && (
          <>
            <Typography variant="h3">{chosen.name}</Typography>
            <ModuleLines module={chosen} alone time={time} />
          </>
        )}
      </WhySection>
    </>
  );
}

const list = {
  flex: 1,
  minHeight: 160,
  // Answers that come at once are no reason to flicker.
  '&[aria-busy="true"]': { opacity: 0.5, transition: 'opacity 0s 200ms' },
} as const;
