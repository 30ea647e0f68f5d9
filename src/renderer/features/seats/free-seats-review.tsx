import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import type { SeatRow } from '../../../contract/schemas.ts';
import type { SeatOrder } from '../../../contract/schemas-seats.ts';
import { type ModuleId, moduleOf } from '../../../core/seats/modules.ts';
import { useFrozenReason } from '../../app/frozen.ts';
import { useServerTime } from '../../app/server-time.ts';
import { useSettled } from '../../app/use-settled.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { countWords } from './accounts-status.tsx';
import { unusedColumns } from './columns.tsx';
import { changeWords, DAYS_PROBLEM, DEFAULT_DAYS, daysOf } from './free-seats.ts';
import { type Freed, useFreeSeats } from './use-free-seats.ts';
import { type SeatSorting, useSeatRows } from './use-seat-rows.ts';

interface FreeSeatsReviewProps {
  readonly module: ModuleId;
  readonly onDone: (freed: Freed) => void;
  readonly onLeave: () => void;
}

/** Who would lose the module, each of whom can be left out, and what the change does in numbers. */
export function FreeSeatsReview({ module, onDone, onLeave }: FreeSeatsReviewProps) {
  const time = useServerTime();
  const frozen = useFrozenReason();
  const [typed, setTyped] = useState(String(DEFAULT_DAYS));
  const [except, setExcept] = useState<readonly string[]>([]);
  const [sorting, setSorting] = useState<SeatSorting>({ by: 'last-access', descending: false });
  const [active, setActive] = useState(0);
  const asked = useSettled(typed);
  const days = daysOf(asked);
  const scope = { kind: 'module', id: module } as const;
  const { list } = useSeatRows({ scope, filter: 'counted', unusedDays: days ?? DEFAULT_DAYS, search: '', sorting });
  const { preview, current, apply, job, cancel, error } = useFreeSeats(module, days, except);
  const changes = preview.data?.changes ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its first row
  useEffect(() => setActive(0), [list]);

  const toggle = (address: string | undefined): void => {
    if (address === undefined || apply.isPending) return;
    setExcept(except.includes(address) ? except.filter((a) => a !== address) : [...except, address]);
  };
  const reason = frozen ?? (changes === 0 ? 'No account would change.' : undefined);
  const start = () => apply.isPending || !current || apply.mutate(undefined, { onSuccess: onDone });
  const leave = () => {
    cancel();
    onLeave();
  };
  return (
    <>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1, overflow: 'hidden' }}>
        <Box sx={{ display: 'grid', gridTemplateColumns: '200px 1fr', columnGap: 2 }}>
          <Field
            autoFocus
            label="Not used for (days)"
            value={typed}
            maxLength={4}
            onChange={(event) => setTyped(event.target.value)}
            hint="Never seen counts from when the account was made."
            problem={daysOf(typed) === undefined ? DAYS_PROBLEM : undefined}
          />
          <Typography role="status" aria-busy={!current} sx={{ pt: 3, minHeight: 66 }}>
            {days !== undefined && preview.data ? changeWords(module, preview.data) : ''}
          </Typography>
        </Box>
        <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 32 }}>
          <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
            {countWords(list.state())}
            {except.length > 0 && `, ${plural(except.length, 'account')} left out`}
          </Typography>
          {except.length > 0 && (
            <Button variant="text" onClick={() => setExcept([])}>
              Tick All
            </Button>
          )}
        </Box>
        <Box sx={{ flex: 1, minHeight: 120 }}>
          <VirtualTable
            list={list}
            label={`Unused accounts of ${moduleOf(module).name}`}
            columns={[tickColumn(except, toggle), ...unusedColumns(time)]}
            count={list.state().count}
            row={list.row}
            onRange={list.need}
            active={active}
            onActive={setActive}
            onToggle={(index) => toggle(list.row(index)?.address)}
            sorting={sorting}
            onSort={({ by, descending }) => setSorting({ by: by as SeatOrder, descending })}
          />
        </Box>
        <ErrorNotice error={error ?? list.state().error} />
      </DialogContent>
      <DialogActions sx={{ pt: 0 }}>
        <Box sx={{ flex: 1, pr: 2 }}>
          {apply.isPending && <Progress label="Freeing seats" done={job?.done ?? 0} total={job?.total ?? null} />}
        </Box>
        <Button onClick={apply.isPending ? cancel : leave}>Cancel</Button>
        <ActionButton
          variant="contained"
          color="primary"
          reason={reason}
          aria-disabled={apply.isPending || !current}
          onClick={start}
        >
          Free {plural(changes, 'Seat')}
        </ActionButton>
      </DialogActions>
    </>
  );
}

const tickColumn = (except: readonly string[], toggle: (address: string) => void): Column<SeatRow> => ({
  title: 'Free',
  width: '56px',
  cell: ({ address }) => (
    <input
      type="checkbox"
      // Space on the list does the same, so it is no stop of the Tab key, and the pointer leaves the focus in the list.
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      aria-label={`Free the seat of ${address}`}
      style={{ verticalAlign: 'middle', accentColor: 'var(--mui-palette-primary-main)' }}
      checked={!except.includes(address)}
      onChange={() => toggle(address)}
    />
  ),
});
