import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useForecast, useNoticesStatus } from '../../app/queries.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { EventList } from './event-list.tsx';
import { SeverityLegend } from './severity.tsx';
import { TimelinePicture } from './timeline-picture.tsx';

const RANGES = [
  { id: '30', label: '30 days' },
  { id: '90', label: '90 days' },
  { id: '365', label: '365 days' },
] as const;

/** What will happen if nobody acts, as a picture over time and as a dated list. `phase`: of today. */
export function Timeline({ phase }: { readonly phase: string }) {
  const [range, setRange] = useState<(typeof RANGES)[number]['id']>('90');
  const query = useForecast(Number(range));
  const unheard = useNoticesStatus().data?.warning;
  const forecast = query.data;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 1, mb: 1 }}>
        <ChoiceGroup label="How far to look ahead" choices={RANGES} value={range} onChange={setRange} />
        <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 150px' }}>
          What will happen if nobody acts{forecast && ` (times in ${forecast.timeZone})`}.
        </Typography>
        <SeverityLegend />
      </Box>
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      <Box aria-busy={query.isFetching} sx={{ minHeight: 300 }}>
        {forecast && (
          <>
            <TimelinePicture forecast={forecast} phase={phase} />
            {unheard && forecast.events.some(({ kind }) => kind === 'mail') && (
              <Alert severity="warning" variant="outlined" role="note" sx={{ mt: 1 }}>
                <strong>{unheard.message}</strong> {unheard.next}
              </Alert>
            )}
            <Box sx={{ mt: 1.5 }}>
              {forecast.events.length === 0 ? (
                <Typography color="textSecondary">Nothing happens in this time.</Typography>
              ) : (
                <EventList label="Forecast" {...forecast} />
              )}
            </Box>
          </>
        )}
      </Box>
    </>
  );
}
