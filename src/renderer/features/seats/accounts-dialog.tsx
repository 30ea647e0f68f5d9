import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useEffect, useState } from 'react';
import type { ExportResult } from '../../../contract/schemas-audit.ts';
import type { SeatOrder } from '../../../contract/schemas-seats.ts';
import { groupOf, moduleOf } from '../../../core/seats/modules.ts';
import { useClient } from '../../app/context.tsx';
import { useServerTime } from '../../app/server-time.ts';
import { type Scope, useUi } from '../../app/store.ts';
import { useJobFile } from '../../app/use-job-file.ts';
import { useSearch } from '../../app/use-search.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { plural } from '../../ui/format.ts';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { showAccount } from '../management/show-account.ts';
import { AccountsFilter } from './accounts-filter.tsx';
import { AccountsStatus } from './accounts-status.tsx';
import { SEAT_COLUMNS_WIDTH, seatColumns } from './columns.tsx';
import { Explanation } from './explanation.tsx';
import { ModuleActions } from './module-actions.tsx';
import { ShowInManagement } from './show-in-management.tsx';
import { type CountedFilter, type SeatSorting, seatInput, useSeatRows } from './use-seat-rows.ts';

/** The accounts of a row of the License dialog, with why each counts or not. */
export function AccountsDialog({ scope }: { readonly scope: Scope }) {
  const client = useClient();
  const { close, tell } = useUi();
  const time = useServerTime();
  const [filter, setFilter] = useState<CountedFilter>('counted');
  const [sorting, setSorting] = useState<SeatSorting>({ by: 'address', descending: false });
  const { typed, setTyped, search } = useSearch();
  const [active, setActive] = useState(0);
  const query = { scope, filter, search, sorting };
  const { list, changing } = useSeatRows(query);
  const state = list.state();
  const file = useJobFile<ExportResult>({
    start: () => client.seats.startExport(seatInput(query)),
    accepts: (result) => 'rows' in result,
    onSaved: ({ rows }) => tell({ text: `Exported: ${plural(rows, 'account')}.` }),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its first row
  useEffect(() => setActive(0), [list]);

  const { name } = scope.kind === 'module' ? moduleOf(scope.id) : groupOf(scope.id);
  const leave = () => {
    file.cancel();
    close('accounts');
  };
  const goTo = (address: string) => {
    file.cancel();
    showAccount(address);
  };
  const openRow = (index: number) => {
    const address = list.row(index)?.address;
    if (address !== undefined) goTo(address);
  };
  return (
    <WindowDialog title={`Accounts of ${name}`} width="wide" tall onClose={leave}>
      <DialogContent
        sx={{ display: 'flex', flexDirection: 'column', gap: 1, overflow: 'hidden', pt: '8px !important' }}
      >
        <AccountsFilter filter={filter} onFilter={setFilter} typed={typed} onTyped={setTyped} />
        <AccountsStatus list={list} changing={changing} sorting={sorting} onSort={setSorting} />
        <ErrorNotice error={state.error ?? file.error} {...(state.error === null ? {} : { onRetry: list.retry })} />
        <Box sx={{ flex: 1, minHeight: 120 }} aria-busy={changing}>
          <VirtualTable
            list={list}
            label={`Accounts of ${name}`}
            columns={seatColumns(time)}
            minWidth={SEAT_COLUMNS_WIDTH}
            count={state.count}
            row={list.row}
            onRange={list.need}
            active={active}
            onActive={setActive}
            onOpen={openRow}
            sorting={sorting}
            onSort={({ by, descending }) => setSorting({ by: by as SeatOrder, descending })}
          />
        </Box>
        <Explanation address={list.row(active)?.address} scope={scope} />
      </DialogContent>
      <DialogActions sx={{ pt: 0, flexWrap: 'wrap', gap: 1, '& > *': { m: '0 !important' } }}>
        <ExportButton
          running={file.running}
          done={file.job?.done ?? 0}
          total={file.job?.total ?? null}
          onStart={file.start}
          onCancel={file.cancel}
        />
        <ShowInManagement address={list.row(active)?.address} onShow={goTo} />
        <ModuleActions scope={scope} />
        <Box sx={{ flex: 1 }} />
        <Button variant="contained" color="primary" onClick={leave}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
