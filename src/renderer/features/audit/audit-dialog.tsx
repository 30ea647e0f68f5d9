import { mdiAlertCircle, mdiCheck, mdiClockOutline } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { AuditRow, ExportResult } from '../../../contract/schemas-audit.ts';
import { useClient } from '../../app/context.tsx';
import type { GrowingList } from '../../app/growing-list.ts';
import { useServerTime } from '../../app/server-time.ts';
import { useUi } from '../../app/store.ts';
import { useJobFile } from '../../app/use-job-file.ts';
import { useSearch } from '../../app/use-search.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { dateTime, number, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { AuditDetails } from './audit-details.tsx';
import { useAudit } from './use-audit.ts';
import { actionWords, clientWords, outcomeWords } from './words.ts';

const columnsIn = (timeZone: string): readonly Column<AuditRow>[] => [
  { title: 'No.', width: '64px', numeric: true, cell: (row) => row.id },
  { title: 'When', width: '148px', cell: (row) => dateTime(row.at, timeZone) },
  { title: 'Who', width: '88px', cell: (row) => row.who },
  { title: 'Client', width: '72px', cell: (row) => clientWords(row.client) },
  { title: 'Action', width: '128px', cell: (row) => actionWords(row.action) },
  { title: 'What', width: 'minmax(140px, 1fr)', cell: (row) => <span title={row.what}>{row.what}</span> },
  { title: 'Changed', width: '84px', numeric: true, cell: (row) => (row.changed === null ? '–' : number(row.changed)) },
  { title: 'Outcome', width: '136px', cell: (row) => <Outcome outcome={row.outcome} /> },
];

const iconOf = (outcome: string) => {
  if (outcome === 'ok') return { path: mdiCheck, color: 'success.main' };
  return outcome === 'begun'
    ? { path: mdiClockOutline, color: 'warning.main' }
    : { path: mdiAlertCircle, color: 'error.main' };
};

function Outcome({ outcome }: { readonly outcome: string }) {
  const { path, color } = iconOf(outcome);
  return (
    <Box component="span" title={outcomeWords(outcome)} sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
      <Icon path={path} sx={{ fontSize: 16, color }} />
      <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {outcomeWords(outcome)}
      </Box>
    </Box>
  );
}

/** Tools > Audit Trail…: who changed what, when, from where, and taking it back. */
export function AuditDialog() {
  const client = useClient();
  const { close, tell } = useUi();
  const { timeZone } = useServerTime();
  const { typed, setTyped, search } = useSearch();
  const [chosen, setChosen] = useState(0);
  const list = useAudit(search);
  // Rows come in at the top: the chosen one stays chosen.
  const active = Math.max(
    0,
    list.rows.findIndex((row) => row.id === chosen),
  );
  const file = useJobFile<ExportResult>({
    start: () => client.audit.startExport({ search }),
    accepts: (result) => 'rows' in result,
    onSaved: ({ rows }) => tell({ text: `Exported: ${plural(rows, 'row')} of the audit trail.` }),
  });
  const leave = () => {
    file.cancel();
    close('audit');
  };
  return (
    <WindowDialog title="Audit Trail" width="large" tall onClose={leave}>
      <DialogContent
        sx={{ display: 'flex', flexDirection: 'column', gap: 1, overflow: 'hidden', pt: '8px !important' }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
          <SearchField autoFocus label="Search who, client, action or what" value={typed} onChange={setTyped} />
          <Typography variant="body2" color="textSecondary" role="status" sx={{ flex: '0 1 auto', minWidth: 176 }}>
            {statusWords(list)}
          </Typography>
        </Box>
        <ErrorNotice error={list.error ?? file.error} {...(list.error ? { onRetry: list.retry } : {})} />
        <Box sx={{ flex: 1, minHeight: 120 }}>
          <VirtualTable
            key={search}
            label="Audit trail"
            columns={columnsIn(timeZone)}
            count={list.rows.length}
            row={(index) => list.rows[index]}
            onRange={list.need}
            active={active}
            onActive={(index) => setChosen(list.rows[index]?.id ?? 0)}
          />
        </Box>
        <AuditDetails row={list.rows[active]} timeZone={timeZone} />
      </DialogContent>
      <DialogActions sx={{ pt: 0 }}>
        <ExportButton
          running={file.running}
          done={file.job?.done ?? 0}
          total={file.job?.total ?? null}
          onStart={file.start}
          onCancel={file.cancel}
        />
        <Box sx={{ flex: 1 }} />
        <Button variant="contained" color="primary" onClick={leave}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}

function statusWords({ rows, loading, more }: GrowingList<AuditRow>): string {
  if (rows.length === 0) return loading ? 'Reading…' : 'No row.';
  return `${plural(rows.length, 'row')}${more ? ', scroll for older ones' : ''}`;
}
