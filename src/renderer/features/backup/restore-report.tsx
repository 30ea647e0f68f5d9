import { mdiCheckCircle } from '@mdi/js';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { RestoreReport } from '../../../contract/schemas-backup.ts';
import { date, number } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';

const ROWS = [
  ['domains', 'Domains'],
  ['accounts', 'Accounts'],
  ['aliases', 'Aliases'],
  ['settings', 'Settings'],
] as const satisfies readonly (readonly [keyof RestoreReport['before'], string])[];

/** What a restore would replace, or has replaced. */
export function RestoreSummary({ report }: { readonly report: RestoreReport }) {
  const { dryRun, origin, before, after, license, warnings, kept } = report;
  return (
    <>
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }}>
        {!dryRun && <Icon path={mdiCheckCircle} color="success" />}
        <Typography>
          {dryRun ? 'This backup' : 'Restored: a backup that'} was made on {date(origin.createdAt)} on{' '}
          {origin.hostname || 'a computer of no name'} ({origin.thisComputer ? 'this computer' : 'another computer'},
          Seatkeeper {origin.version}).
        </Typography>
      </Box>
      <Box component="table" sx={table}>
        <caption>{dryRun ? 'What would be replaced' : 'What was replaced'}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{dryRun ? 'Here now' : 'Before'}</th>
            <th scope="col">{dryRun ? 'In the backup' : 'Now'}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([key, label]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{number(before[key])}</td>
              <td>{number(after[key])}</td>
            </tr>
          ))}
        </tbody>
      </Box>
      <Alert severity={license.action === 'mismatch' ? 'warning' : 'info'} variant="outlined" sx={{ mt: 1.5 }}>
        {license.sentence}
      </Alert>
      {warnings.map((warning) => (
        <Alert key={warning} severity="warning" variant="outlined" sx={{ mt: 1 }}>
          {warning}
        </Alert>
      ))}
      <Typography color="textSecondary" sx={{ mt: 1.5 }}>
        {dryRun
          ? 'What is here now is kept as a backup in the data folder before it is replaced.'
          : `What was here before is kept as backups/${kept} in the data folder.`}
      </Typography>
    </>
  );
}

const table = {
  borderCollapse: 'collapse',
  minWidth: 320,
  fontVariantNumeric: 'tabular-nums',
  '& caption': { textAlign: 'left', fontWeight: 600, mb: 0.5 },
  '& th, & td': { px: 1, py: 0.5, textAlign: 'right', borderBottom: '1px solid', borderColor: 'divider' },
  '& th[scope="row"]': { textAlign: 'left', fontWeight: 400, pl: 0 },
} as const;
