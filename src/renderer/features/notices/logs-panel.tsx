import { mdiMagnify, mdiPause, mdiPlay } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import InputBase from '@mui/material/InputBase';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import type { LogName, LogRow } from '../../../contract/schemas-notices.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { detailsBox } from '../../ui/details-box.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { fieldBox } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { columnsOf } from './log-rows.ts';
import { useLogRows } from './use-log-rows.ts';

const TYPING_PAUSE = 200;

const LOGS: readonly { readonly id: LogName; readonly label: string }[] = [
  { id: 'system', label: 'System' },
  { id: 'error', label: 'Error' },
  { id: 'smtp', label: 'SMTP' },
];

const COLUMNS: readonly Column<LogRow>[] = [
  { title: 'Date', width: '92px', cell: (row) => row.date },
  { title: 'Time', width: '76px', cell: (row) => columnsOf(row.line).time },
  { title: 'Text', width: 'minmax(240px, 1fr)', cell: (row) => columnsOf(row.line).text },
];

/** A log, newest line first; new lines come in by themselves until somebody pauses, or scrolls to read. */
export function LogsPanel() {
  const [log, setLog] = useState<LogName>('system');
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState('');
  const [paused, setPaused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [turn, setTurn] = useState(0);
  const [chosen, setChosen] = useState<LogRow | null>(null);
  const list = useLogRows(log, filter, paused || scrolled);
  const active = Math.max(0, chosen ? list.rows.indexOf(chosen) : 0);
  const row = list.rows[active];

  useEffect(() => {
    const timer = setTimeout(() => setFilter(typed.trim()), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);

  function showNewest(): void {
    setPaused(false);
    setScrolled(false);
    setChosen(null);
    setTurn(turn + 1);
  }
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1 }}>
        <ChoiceGroup label="Which log" choices={LOGS} value={log} onChange={setLog} />
        <InputBase
          type="search"
          placeholder="Lines that hold…"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          startAdornment={<Icon path={mdiMagnify} sx={{ mr: 1, color: 'text.secondary' }} />}
          inputProps={{ 'aria-label': 'Lines that hold', maxLength: 200 }}
          sx={{ ...fieldBox, flex: '1 1 160px' }}
        />
        <Button
          startIcon={<Icon path={paused ? mdiPlay : mdiPause} />}
          onClick={() => (paused ? showNewest() : setPaused(true))}
          sx={{ minWidth: 104 }}
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 32 }}>
        <Typography variant="body2" color="textSecondary" role="status" sx={{ flex: 1 }}>
          {stateWords(list, paused)}
        </Typography>
        {list.held > 0 && (
          <Button variant="text" onClick={showNewest}>
            Show {plural(list.held, 'New Line')}
          </Button>
        )}
      </Box>
      <ErrorNotice error={list.error} onRetry={list.retry} />
      <Box sx={{ flex: 1, minHeight: 120 }}>
        <VirtualTable
          key={`${log} ${filter} ${turn}`}
          label="Log lines"
          columns={COLUMNS}
          count={list.rows.length}
          row={(index) => list.rows[index]}
          onRange={(first, end) => {
            setScrolled(first > 0);
            list.need(first, end);
          }}
          active={active}
          onActive={(index) => setChosen(list.rows[index] ?? null)}
        />
      </Box>
      <Box
        component="section"
        aria-label="Line in full"
        tabIndex={0}
        sx={{ ...detailsBox, height: 76, overflowWrap: 'anywhere', fontSize: '0.8125rem' }}
      >
        {row ? row.line : 'Choose a line to read it in full.'}
      </Box>
    </>
  );
}

function stateWords({ rows, loading, more }: ReturnType<typeof useLogRows>, paused: boolean): string {
  if (rows.length === 0) return loading ? 'Reading…' : 'No line.';
  const count = `${plural(rows.length, 'line')}${more ? ', scroll for older ones' : ''}`;
  return `${count}. ${paused ? 'Paused' : 'New lines appear by themselves'}.`;
}
