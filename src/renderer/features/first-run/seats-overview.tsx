import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { Scope } from '../../app/store.ts';
import { number, seatsText } from '../../ui/format.ts';
import { ExceededIcon } from '../../ui/state-icon.tsx';
import { SeatsHead } from '../license/seats-head.tsx';
import { seatsTree } from '../license/seats-tree.ts';
import { seatsTableStyle } from '../license/style.ts';
import { recommendations, renewalWords } from '../license/words.ts';

interface SeatsOverviewProps {
  readonly view: LicenseView;
  readonly onOpen: (scope: Scope) => void;
}

/** The seats in short: what the License dialog shows on its first level. */
export function SeatsOverview({ view, onOpen }: SeatsOverviewProps) {
  const rows = seatsTree(view, view.information.structure === 'module').filter((n) => n.level === 1);
  return (
    <Box component="table" sx={seatsTableStyle}>
      <SeatsHead />
      <tbody>
        {rows.map(({ key, name, scope, figures }) => {
          if (!figures || !scope) return null;
          const renewal = renewalWords(figures.renewalDays);
          return (
            <tr key={key}>
              <th scope="row">
                <Link component="button" color="inherit" underline="hover" onClick={() => onOpen(scope)} sx={plain}>
                  {name}
                </Link>
                {figures.exceeded && (
                  <Box component="span" sx={mark}>
                    <ExceededIcon /> exceeded
                  </Box>
                )}
              </th>
              <td data-numeric>{figures.licensed ? seatsText(figures.seats) : '–'}</td>
              <td data-numeric>
                {renewal.note && <small>{renewal.note} </small>}
                {renewal.days}
              </td>
              <Box component="td" data-numeric sx={{ color: figures.exceeded ? 'error.main' : 'inherit' }}>
                {number(figures.used)}
              </Box>
              <td>
                {recommendations(figures)
                  .map((tip) => tip.text)
                  .join(', ')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}

const plain = { font: 'inherit', p: '2px 0', verticalAlign: 'baseline' } as const;
const mark = { display: 'inline-flex', gap: 0.5, ml: 1, color: 'error.main', fontWeight: 600, verticalAlign: 'middle' };
