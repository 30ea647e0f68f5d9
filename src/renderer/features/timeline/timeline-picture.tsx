import Box from '@mui/material/Box';
import type { Forecast } from '../../../contract/schemas-lifecycle.ts';
import { DAY } from '../../../core/calendar.ts';
import { dateTime, shortDay } from '../../ui/format.ts';
import { type Band, bandsOf, LANES, type Mark, marksOf, type Range, ticksOf } from './layout.ts';
import { SEVERITY_COLORS, SeverityShape } from './severity.tsx';
import { pictureWords } from './words.ts';

/** Pixels. */
const HEAD = 18;
const LANE = 28;
const FOOT = 20;
const BOTTOM = HEAD + LANES.length * LANE;
/** Of two marks, where the picture is 640 pixels wide. */
const CLOSEST = 30 / 640;
/** Narrower bands have no name; nor has a date so close to an edge. */
const NAMED_BAND = 0.16;
const EDGE = 0.06;

const percent = (x: number): string => `${(x * 100).toFixed(3)}%`;
const laneY = (lane: Mark['lane']): number => HEAD + (LANES.findIndex(({ id }) => id === lane) + 0.5) * LANE;

interface TimelinePictureProps {
  readonly forecast: Forecast;
  /** Of today. */
  readonly phase: string;
}

/** The forecast over time, a lane for each kind of event; who cannot see it has the list. */
export function TimelinePicture({ forecast, phase }: TimelinePictureProps) {
  const { events, now, days, timeZone } = forecast;
  const from = Date.parse(now);
  const range: Range = { from, until: from + days * DAY };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, pr: 2 }}>
      <Box aria-hidden sx={{ pt: `${HEAD}px`, fontSize: '0.75rem', color: 'text.secondary' }}>
        {LANES.map(({ id, name }) => (
          <Box key={id} sx={{ lineHeight: `${LANE}px` }}>
            {name}
          </Box>
        ))}
      </Box>
      <Box
        component="svg"
        role="img"
        aria-label={pictureWords(events, days)}
        width="100%"
        height={BOTTOM + FOOT}
        sx={style}
      >
        {bandsOf(events, range, phase).map((band) => (
          <BandArea key={`${band.phase}${band.from}`} band={band} />
        ))}
        <Lines range={range} timeZone={timeZone} />
        {marksOf(events, range, CLOSEST).map((mark) => (
          <MarkShape key={`${mark.lane}${mark.x}`} mark={mark} timeZone={timeZone} />
        ))}
      </Box>
    </Box>
  );
}

function BandArea({ band }: { readonly band: Band }) {
  const color = band.phase === 'stopped' ? 'error.main' : 'warning.main';
  return (
    <Box component="g" sx={{ color }}>
      <rect x={percent(band.from)} width={percent(band.to - band.from)} y={0} height={BOTTOM} className="band">
        <title>{band.name}</title>
      </rect>
      {band.to - band.from >= NAMED_BAND && (
        <text x={percent(band.from)} dx={4} y={13} className="name">
          {band.name}
        </text>
      )}
    </Box>
  );
}

function Lines({ range, timeZone }: { readonly range: Range; readonly timeZone: string }) {
  return (
    <>
      {LANES.map(({ id }) => (
        <line key={id} x1="0" x2="100%" y1={laneY(id)} y2={laneY(id)} className="lane" />
      ))}
      {ticksOf(range, timeZone)
        .filter(({ x }) => x > EDGE && x <= 1)
        .map(({ x, at }) => (
          <g key={at}>
            <line x1={percent(x)} x2={percent(x)} y1={HEAD} y2={BOTTOM + 4} className="tick" />
            <text x={percent(x)} y={BOTTOM + 16} textAnchor={x > 1 - EDGE ? 'end' : 'middle'}>
              {shortDay(at, timeZone)}
            </text>
          </g>
        ))}
      <line x1="0" x2="0" y1={HEAD - 4} y2={BOTTOM + 4} className="today" />
      <text x="0" y={BOTTOM + 16} className="name">
        Today
      </text>
    </>
  );
}

/** Several events in one place: their number, with `!` or `!!` for the worst. */
const COUNT_MARKS = { info: '', warning: '!', critical: '!!' } as const;
const COUNT_WIDTH = { info: 20, warning: 24, critical: 28 } as const;

function MarkShape({ mark, timeZone }: { readonly mark: Mark; readonly timeZone: string }) {
  const { severity, events } = mark;
  const width = COUNT_WIDTH[severity];
  return (
    <svg x={percent(mark.x)} y={laneY(mark.lane)} overflow="visible">
      <title>{events.map(({ at, title }) => `${dateTime(at, timeZone)}: ${title}`).join('\n')}</title>
      {events.length === 1 ? (
        <SeverityShape severity={severity} />
      ) : (
        <Box component="g" sx={{ color: SEVERITY_COLORS[severity] }}>
          <rect x={-8} y={-9} width={width} height={18} rx={4} className="count" />
          <text x={width / 2 - 8} y={4} textAnchor="middle" className="name">
            {events.length}
            {COUNT_MARKS[severity]}
          </text>
        </Box>
      )}
    </svg>
  );
}

const style = {
  display: 'block',
  overflow: 'visible',
  fontSize: 11,
  '& text': { fill: 'currentColor' },
  '& > text, & > g > text': { color: 'text.secondary' },
  '& .name': { fontWeight: 600 },
  '& .lane': { stroke: 'currentColor', color: 'divider' },
  '& .tick': { stroke: 'currentColor', color: 'divider', strokeDasharray: '2 3' },
  '& .today': { stroke: 'currentColor', color: 'primary.main', strokeWidth: 2 },
  '& .band': { fill: 'currentColor', opacity: 0.12 },
  '& .count': { fill: 'var(--mui-palette-background-paper)', stroke: 'currentColor', strokeWidth: 1.5 },
} as const;
