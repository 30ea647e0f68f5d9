import { mdiAlert } from '@mdi/js';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useForecast, useNoticesStatus } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EventList } from '../timeline/event-list.tsx';
import { calmLine } from '../timeline/words.ts';

const LOOK_AHEAD_DAYS = 365;
const EVENTS = 3;

/** The next three events, and whether anybody has to do anything. The place for them is there before they are. */
export function ComingNext() {
  const query = useForecast(LOOK_AHEAD_DAYS);
  const forecast = query.data;
  return (
    <Box sx={{ minHeight: 138 }}>
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      <Typography color={forecast ? 'textPrimary' : 'textSecondary'}>
        {forecast ? calmLine(forecast) : !query.error && 'Reading…'}
      </Typography>
      {forecast && (
        <Box sx={{ mt: 0.5 }}>
          <EventList label="What comes next" {...forecast} events={forecast.events.slice(0, EVENTS)} />
        </Box>
      )}
      <Unheard />
    </Box>
  );
}

/** Mails about the license that reach nobody are worth a line, not more. */
function Unheard() {
  const open = useUi((ui) => ui.open);
  const warning = useNoticesStatus().data?.warning;
  if (!warning) return null;
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 1, fontSize: '0.8125rem', alignItems: 'flex-start' }}>
      <Icon path={mdiAlert} color="warning" sx={{ fontSize: 18 }} />
      <span>
        {warning.message}{' '}
        <Link
          component="button"
          onClick={() => open({ kind: 'notices' })}
          sx={{ font: 'inherit', verticalAlign: 'baseline' }}
        >
          Notices and Logs…
        </Link>
      </span>
    </Box>
  );
}
