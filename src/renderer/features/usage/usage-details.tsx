import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { UsageHistory } from '../../../contract/schemas-history.ts';
import { useNative } from '../../app/context.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { lastDays } from './layout.ts';
import { UsageChart } from './usage-chart.tsx';
import { UsageTable } from './usage-table.tsx';
import { tableText } from './words.ts';

const RANGES = [
  { id: '30', label: '30 days' },
  { id: '90', label: '90 days' },
  { id: '400', label: '400 days' },
] as const;

const FORMS = [
  { id: 'chart', label: 'Chart' },
  { id: 'table', label: 'Table' },
] as const;

/** One module: the sentence, and its days as a picture or as rows. */
export function UsageDetails({ history }: { readonly history: UsageHistory }) {
  const native = useNative();
  const [range, setRange] = useState<(typeof RANGES)[number]['id']>('90');
  const [form, setForm] = useState<(typeof FORMS)[number]['id']>('chart');
  const shown = { ...history, days: [...lastDays(history.days, Number(range))] };
  return (
    <Box component="section" aria-label={history.name} sx={section}>
      <Typography variant="h2" component="h3">
        {history.name}
      </Typography>
      <Typography data-testid="usage-trend" sx={{ minHeight: 42 }}>
        {history.trend.sentence}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 1.5 }}>
        <ChoiceGroup label="How many days" choices={RANGES} value={range} onChange={setRange} />
        <ChoiceGroup label="Chart or table" choices={FORMS} value={form} onChange={setForm} />
        <Legend />
        <Box sx={{ flex: 1 }} />
        <CopyButton label="Copy Numbers" onCopy={() => native.copy(tableText(shown.days))} />
      </Box>
      {shown.days.length < 2 && (
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          Only today is known so far. Each midnight keeps the number of the day, for 400 days.
        </Typography>
      )}
      {form === 'chart' ? (
        <UsageChart key={`${history.module}${range}`} history={shown} />
      ) : (
        <UsageTable history={shown} />
      )}
    </Box>
  );
}

/** With room for a focus ring at its edges. */
const section = {
  display: 'flex',
  flexDirection: 'column',
  minWidth: 0,
  minHeight: 0,
  overflow: 'auto',
  p: '2px',
} as const;

const Legend = () => (
  <Box aria-hidden sx={{ display: 'flex', gap: 2, fontSize: '0.75rem', color: 'text.secondary' }}>
    <Line name="Used" color="primary.main" />
    <Line name="Trend" color="primary.main" dashed />
    <Line name="Seats" color="text.primary" />
  </Box>
);

const Line = ({ name, color, dashed = false }: { name: string; color: string; dashed?: boolean }) => (
  <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
    <Box component="span" sx={{ width: 18, borderTop: `2px ${dashed ? 'dashed' : 'solid'}`, borderColor: color }} />
    {name}
  </Box>
);
