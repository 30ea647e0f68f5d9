import { mdiAlert, mdiCheckCircle } from '@mdi/js';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ImportResult } from '../../../contract/schemas.ts';
import { number, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';

type Skipped = ImportResult['skippedLines'][number];
const COLUMNS: readonly Column<Skipped>[] = [
  { title: 'Line', width: '80px', numeric: true, cell: (row) => number(row.line) },
  { title: 'Reason', width: '3fr', cell: (row) => <span title={row.reason}>{row.reason}</span> },
  { title: 'Text', width: '2fr', cell: (row) => <span title={row.text}>{row.text}</span> },
];

/** What an import did, or would do. */
export function ImportSummary({ result }: { readonly result: ImportResult }) {
  const [active, setActive] = useState(0);
  const counts: readonly (readonly [string, number])[] = [
    [result.dryRun ? 'would be created' : 'created', result.created],
    [result.dryRun ? 'would be updated' : 'updated', result.updated],
    ['unchanged', result.unchanged],
    ['skipped', result.skipped],
  ];
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }} role="status">
        {!result.dryRun && <Icon path={mdiCheckCircle} color="success" />}
        <Typography>
          {result.dryRun ? 'Trial run' : 'Imported'}: {plural(result.lines, 'line')} of format {result.format} read.
          {result.domainsCreated > 0 &&
            ` Domains ${result.dryRun ? 'that would be created' : 'created'}: ${number(result.domainsCreated)}.`}
          {result.aliases > 0 && ` Other addresses of accounts: ${number(result.aliases)}.`}
        </Typography>
      </Box>
      <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'repeat(4, 1fr)', m: 0, mb: 1.5 }}>
        {counts.map(([word, count]) => (
          <Box key={word} sx={{ display: 'flex', flexDirection: 'column-reverse' }}>
            <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
              {word}
            </Box>
            <Box component="dd" sx={{ m: 0, fontSize: '1.25rem', fontWeight: 600 }}>
              {number(count)}
            </Box>
          </Box>
        ))}
      </Box>
      {result.skippedLines.length > 0 && (
        <>
          <Typography sx={{ display: 'flex', alignItems: 'center', gap: 0.5, mb: 0.5 }}>
            <Icon path={mdiAlert} color="warning" />
            {skippedWords(result)}
          </Typography>
          <Box sx={{ height: 220 }}>
            <VirtualTable
              label="Skipped lines"
              columns={COLUMNS}
              count={result.skippedLines.length}
              row={(index) => result.skippedLines[index]}
              active={active}
              onActive={setActive}
            />
          </Box>
        </>
      )}
    </>
  );
}

const skippedWords = ({ skipped, skippedLines }: ImportResult): string =>
  skippedLines.length < skipped
    ? `${plural(skipped, 'line')} cannot be imported; the first ${number(skippedLines.length)}:`
    : `${plural(skipped, 'line')} cannot be imported:`;
