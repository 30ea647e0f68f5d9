import { mdiCheck, mdiMinus } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import type { LicenseView, SeatRow } from '../../../contract/schemas.ts';
import { groupOf, moduleOf } from '../../../core/seats/modules.ts';
import { useLicense, useSummary } from '../../app/queries.ts';
import { type Scope, useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { AccountsFilter } from './accounts-filter.tsx';
import { Explanation } from './explanation.tsx';
import type { PagedState } from './paged-rows.ts';
import { type CountedFilter, useSeatRows } from './use-seat-rows.ts';

const TYPING_PAUSE = 200;

const COLUMNS: readonly Column<SeatRow>[] = [
  { title: 'Address', width: 'minmax(180px, 3fr)', cell: (row) => row.address },
  { title: 'Name', width: 'minmax(90px, 2fr)', cell: (row) => row.name || '–' },
  { title: 'Uses a seat', width: '104px', cell: (row) => <CountedMark counted={row.counted} /> },
  { title: 'Reason', width: 'minmax(180px, 4fr)', cell: (row) => <span title={row.reason}>{row.reason}</span> },
];

const CountedMark = ({ counted }: { readonly counted: boolean }) => (
  <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
    <Icon
      path={counted ? mdiCheck : mdiMinus}
      sx={{ fontSize: 16, color: counted ? 'success.main' : 'text.secondary' }}
    />
    {counted ? 'Counted' : 'Not counted'}
  </Box>
);

/** How many rows to expect without asking: the license knows who is counted. */
function expectedRows(
  view: LicenseView | undefined,
  scope: Scope,
  filter: CountedFilter,
  accounts: number | undefined,
) {
  const rows: readonly { readonly id: string; readonly used: number }[] | undefined =
    scope.kind === 'module' ? view?.modules : view?.groups;
  const used = rows?.find((r) => r.id === scope.id)?.used;
  if (filter === 'counted') return used ?? null;
  if (accounts === undefined) return null;
  return filter === 'all' ? accounts : used === undefined ? null : accounts - used;
}

/** The accounts of a row of the License dialog, with why each counts or not. */
export function AccountsDialog({ scope }: { readonly scope: Scope }) {
  const { close, accountsVersion } = useUi();
  const view = useLicense().data;
  const accounts = useSummary().data?.accounts;
  const [filter, setFilter] = useState<CountedFilter>('counted');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [version, setVersion] = useState(accountsVersion);
  const [active, setActive] = useState(0);
  const expected = search === '' ? expectedRows(view, scope, filter, accounts) : null;
  const list = useSeatRows({ scope, counted: filter, search, expected, version });
  const state = list.state();

  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its first row
  useEffect(() => setActive(0), [list]);

  const name = scope.kind === 'module' ? moduleOf(scope.id).name : groupOf(scope.id).name;
  return (
    <WindowDialog title={`Accounts of ${name}`} width="large" tall onClose={() => close('accounts')}>
      <DialogContent
        sx={{ display: 'flex', flexDirection: 'column', gap: 1, overflow: 'hidden', pt: '8px !important' }}
      >
        <AccountsFilter filter={filter} onFilter={setFilter} typed={typed} onTyped={setTyped} />
        <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 32 }}>
          <Typography variant="body2" color="textSecondary" role="status" sx={{ flex: 1 }}>
            {countWords(state)}
          </Typography>
          {accountsVersion !== version && (
            <Button variant="text" onClick={() => setVersion(accountsVersion)}>
              Accounts have changed: read again
            </Button>
          )}
        </Box>
        <ErrorNotice error={state.error} onRetry={list.retry} />
        <Box sx={{ flex: 1, minHeight: 120 }}>
          <VirtualTable
            key={`${filter} ${search} ${version}`}
            label={`Accounts of ${name}`}
            columns={COLUMNS}
            count={state.count}
            row={list.row}
            onRange={list.need}
            active={active}
            onActive={setActive}
          />
        </Box>
        <Explanation address={list.row(active)?.address} scope={scope} />
      </DialogContent>
      <DialogActions sx={{ pt: 0 }}>
        <Button variant="contained" color="primary" onClick={() => close('accounts')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

function countWords({ count, exact, loading }: PagedState): string {
  if (count === 0) return loading ? 'Reading…' : 'No account matches.';
  return `${exact ? '' : 'up to '}${plural(count, 'account')}${loading ? ', reading…' : ''}`;
}
