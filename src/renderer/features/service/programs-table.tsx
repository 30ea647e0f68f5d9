import { mdiCheckCircle, mdiHelpCircleOutline, mdiStopCircleOutline } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ServiceProgram, ServiceStatus } from '../../../contract/schemas-lifecycle.ts';
import { useUi } from '../../app/store.ts';
import { MONOSPACE } from '../../app/theme.ts';
import { dateTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Running, runningOf, runWords } from './words.ts';

const STATES: Record<Running, { readonly path: string; readonly color: 'success' | 'warning' | 'disabled' }> = {
  running: { path: mdiCheckCircle, color: 'success' },
  stopped: { path: mdiStopCircleOutline, color: 'warning' },
  'not known': { path: mdiHelpCircleOutline, color: 'disabled' },
};

/** Service programs: whether each runs, how its last program ended, start and stop by hand. */
export function ProgramsTable({ status }: { readonly status: ServiceStatus }) {
  return (
    <Box component="table" aria-label="Service programs" sx={style}>
      <thead>
        <tr>
          <th scope="col">Module</th>
          <th scope="col">Service</th>
          <th scope="col">Last program</th>
          <th scope="col">By hand</th>
        </tr>
      </thead>
      {status.programs.map((program) => (
        <ProgramRows key={program.module} program={program} timeZone={status.timeZone} />
      ))}
    </Box>
  );
}

function ProgramRows({ program, timeZone }: { readonly program: ServiceProgram; readonly timeZone: string }) {
  const open = useUi((ui) => ui.open);
  const [shown, setShown] = useState(false);
  const { module, name, detail, stopped, last } = program;
  const running = runningOf(program);
  const byHand = (action: 'start' | 'stop') => open({ kind: 'run-program', action, module });
  return (
    <tbody>
      <tr>
        <th scope="row">{name}</th>
        <td>
          <Box sx={{ display: 'flex', gap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
            <Icon path={STATES[running].path} color={STATES[running].color} sx={{ fontSize: 18 }} />
            {running}
            {stopped && <strong>by Seatkeeper</strong>}
            {detail !== '' && <span className="quiet">({detail})</span>}
          </Box>
        </td>
        <td>{last ? `${runWords(last)}, ${dateTime(last.at, timeZone)}` : <span className="quiet">none yet</span>}</td>
        <td>
          <Box sx={{ display: 'flex', gap: 1, justifyContent: 'flex-end' }}>
            {last && (
              <Button
                variant="text"
                aria-expanded={shown}
                aria-label={`Output of the last program of ${name}`}
                onClick={() => setShown(!shown)}
              >
                Output
              </Button>
            )}
            <Button aria-label={`Start ${name}…`} onClick={() => byHand('start')}>
              Start…
            </Button>
            <Button aria-label={`Stop ${name}…`} onClick={() => byHand('stop')}>
              Stop…
            </Button>
          </Box>
        </td>
      </tr>
      {shown && last && (
        <tr>
          <td colSpan={4}>
            <Box component="pre" tabIndex={0} aria-label={`Output of ${name}`} sx={outputBox}>
              {last.output.trimEnd() || 'It printed nothing.'}
            </Box>
          </td>
        </tr>
      )}
    </tbody>
  );
}

const outputBox = {
  m: 0,
  p: 1,
  maxHeight: 160,
  overflow: 'auto',
  fontFamily: MONOSPACE,
  fontSize: '0.75rem',
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  backgroundColor: 'background.default',
} as const;

const style = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.8125rem',
  '& th, & td': { textAlign: 'left', fontWeight: 400, height: 40, px: 1, py: 0, overflowWrap: 'anywhere' },
  '& thead th': { height: 28, fontWeight: 600, color: 'text.secondary' },
  '& thead th:last-of-type': { textAlign: 'right' },
  '& tbody': { borderTop: '1px solid', borderColor: 'divider' },
  '& .quiet': { color: 'text.secondary' },
} as const;
