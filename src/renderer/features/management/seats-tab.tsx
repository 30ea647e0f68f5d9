import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { MODULES } from '../../../core/seats/modules.ts';
import { type ServerTime, useServerTime } from '../../app/server-time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { standingColumns } from '../seats/columns.tsx';
import { type ModuleExplanation, ModuleLines, useExplained, WhySection } from '../seats/explanation.tsx';

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
          columns={columns(time)}
          minWidth={MIN_WIDTH}
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

/** What fits without scrolling sideways; pixels. */
const MIN_WIDTH = 850;

const MODULE: Column<ModuleExplanation> = {
  title: 'Module',
  width: 'minmax(130px, 1fr)',
  cell: ({ name }) => <span title={name}>{name}</span>,
};
/** Days need no room for the arrow of a sorting. */
const columns = (time: ServerTime): readonly Column<ModuleExplanation>[] => [
  MODULE,
  ...standingColumns(time).map((column) => (column.numeric ? { ...column, width: '94px' } : column)),
];

const list = {
  flex: 1,
  minHeight: 160,
  // Answers that come at once are no reason to flicker.
  '&[aria-busy="true"]': { opacity: 0.5, transition: 'opacity 0s 200ms' },
} as const;
