import Box from '@mui/material/Box';
import type { UsageHistory } from '../../../contract/schemas-history.ts';
import { dayOfDate, wordsOfDay } from '../../../core/calendar.ts';
import { number, seatsText } from '../../ui/format.ts';
import { changeWords } from './words.ts';

/** The same numbers as rows, the newest first. */
export function UsageTable({ history: { name, days } }: { readonly history: UsageHistory }) {
  const rows = days.map((day, i) => ({ ...day, before: days[i - 1]?.used })).reverse();
  return (
    // It scrolls, so it takes the focus.
    <Box tabIndex={0} role="region" aria-label={`Used Seats of ${name} by day`} sx={box}>
      <Box component="table" sx={table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Used Seats</th>
            <th scope="col">Change</th>
            <th scope="col">Seats</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, used, seats, before }) => (
            <tr key={day}>
              <th scope="row">{wordsOfDay(dayOfDate(day))}</th>
              <td>{number(used)}</td>
              <td>{changeWords(used, before)}</td>
              <td>{seatsText(seats)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

const box = {
  flex: '1 0 220px',
  minHeight: 0,
  overflow: 'auto',
  border: '1px solid',
  borderColor: 'divider',
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -1 },
} as const;

const table = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.8125rem',
  '& th, & td': { height: 26, px: 1, py: 0, textAlign: 'right', fontWeight: 400 },
  '& th:first-of-type': { textAlign: 'left' },
  '& thead th': {
    position: 'sticky',
    top: 0,
    fontWeight: 600,
    color: 'text.secondary',
    backgroundColor: 'background.paper',
    boxShadow: 'inset 0 -1px var(--mui-palette-divider)',
  },
} as const;
