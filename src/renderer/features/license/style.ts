import type { SxProps, Theme } from '@mui/material/styles';

/** A dense table: 32 px rows, numbers to the right, columns that do not move when numbers change. */
export const seatsTableStyle: SxProps<Theme> = {
  width: '100%',
  borderCollapse: 'collapse',
  tableLayout: 'fixed',
  fontSize: '0.8125rem',
  '& th, & td': { height: 32, px: 1, py: 0, textAlign: 'left', fontWeight: 400, overflow: 'hidden' },
  '& thead th': {
    fontWeight: 600,
    color: 'text.secondary',
    borderBottom: '1px solid',
    borderColor: 'divider',
    verticalAlign: 'bottom',
    pb: 0.5,
  },
  '& thead th:nth-of-type(2)': { width: '11%' },
  '& thead th:nth-of-type(3)': { width: '20%' },
  '& thead th:nth-of-type(4)': { width: '12%' },
  '& thead th:nth-of-type(5)': { width: '26%', pl: 3 },
  '& td:last-of-type': { pl: 3 },
  '& [data-numeric="true"]': { textAlign: 'right' },
  '& tbody tr': { cursor: 'default' },
  '& tbody tr:hover': { backgroundColor: 'action.hover' },
  '& tbody tr:focus-within': { backgroundColor: 'action.selected' },
  '& tbody tr:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
};
