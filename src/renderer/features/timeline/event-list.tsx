import Box from '@mui/material/Box';
import type { ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { dateTime } from '../../ui/format.ts';
import { plainList } from '../../ui/plain-list.ts';
import { SeverityIcon } from './severity.tsx';
import { distance } from './words.ts';

interface EventListProps {
  readonly label: string;
  readonly events: readonly ForecastEvent[];
  readonly now: string;
  readonly timeZone: string;
}

/** Dated events, the earliest first; each opens to what it means. */
export const EventList = ({ label, events, now, timeZone }: EventListProps) => (
  <Box component="ol" aria-label={label} sx={list}>
    {events.map((event) => (
      <li key={event.key}>
        <time dateTime={event.at}>{dateTime(event.at, timeZone)}</time>
        <span className="distance">{distance(event.at, now, timeZone)}</span>
        <SeverityIcon severity={event.severity} />
        {event.detail === '' ? (
          <span className="title">{event.title}</span>
        ) : (
          <details>
            <summary className="title">{event.title}</summary>
            <p>{event.detail}</p>
          </details>
        )}
      </li>
    ))}
  </Box>
);

const list = {
  ...plainList('136px 88px 16px minmax(0, 1fr)', { borderTop: '1px solid', borderColor: 'divider' }),
  '& li:first-of-type': { borderTop: 0 },
  '& svg': { mt: '2px' },
  '& .distance': { color: 'text.secondary' },
  '& summary:focus-visible': { outline: '2px solid', outlineColor: 'primary.main' },
  '& p': { m: 0, mt: 0.5, color: 'text.secondary', maxWidth: '90ch' },
} as const;
