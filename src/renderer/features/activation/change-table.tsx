import { mdiArrowDownBold } from '@mdi/js';
import Box from '@mui/material/Box';
import type { LicenseChange } from '../../../contract/schemas.ts';
import { Icon } from '../../ui/icon.tsx';
import { changeLines } from './changes.ts';

/** What would change: now, then; what is lost is marked by icon and word. */
export function ChangeTable({ changes }: { readonly changes: readonly LicenseChange[] }) {
  return (
    <Box component="table" aria-label="What would change" sx={style}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Now</th>
          <th scope="col">Afterwards</th>
        </tr>
      </thead>
      <tbody>
        {changeLines(changes).map((line) => (
          <tr key={line.key} data-loss={line.loss}>
            <th scope="row">
              {line.loss && (
                <Box component="span" sx={{ color: 'error.main', fontWeight: 600, whiteSpace: 'nowrap' }}>
                  <Icon path={mdiArrowDownBold} sx={{ fontSize: 16, verticalAlign: 'text-bottom' }} /> Loss{' '}
                </Box>
              )}
              {line.what}
            </th>
            <td>{line.before}</td>
            <td>{line.after}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

const style = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.8125rem',
  '& th, & td': {
    textAlign: 'left',
    fontWeight: 400,
    py: '6px',
    px: 1,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  '& thead th': { fontWeight: 600, color: 'text.secondary' },
  '& thead th:first-of-type': { width: '40%' },
  '& thead th:nth-of-type(2)': { width: '27%' },
  '& tbody tr': { borderTop: '1px solid', borderColor: 'divider' },
  '& td:last-of-type': { fontWeight: 600 },
} as const;
