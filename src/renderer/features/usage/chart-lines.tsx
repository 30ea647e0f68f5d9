import Box from '@mui/material/Box';
import { DAY } from '../../../core/calendar.ts';
import { number, shortDay } from '../../ui/format.ts';
import { type Chart, type Point, pathOf } from './layout.ts';

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;
const fromTop = (y: number): string => percent(1 - y);
/** Days are days of the server’s calendar already. */
const dayText = (day: number): string => shortDay(day * DAY, 'UTC');
/** A date so close to another mark has no room. */
const CLOSE = 0.06;

interface LinesProps {
  readonly chart: Chart;
  readonly cursor: Point;
}

/** The picture itself; a screen reader has the slider’s words and the table. */
export const Lines = ({ chart, cursor }: LinesProps) => (
  <Box component="svg" aria-hidden width="100%" height="100%" sx={style}>
    <Grid chart={chart} />
    <svg aria-hidden width="100%" height="100%" viewBox="0 0 1 1" preserveAspectRatio="none">
      {chart.seats.map((part) => (
        <path key={pathOf(part)} d={pathOf(part)} className="seats" />
      ))}
      {chart.trend && <path d={pathOf(chart.trend)} className="trend" />}
      {chart.used.map((part) => (
        <path key={pathOf(part)} d={pathOf(part)} className="used" />
      ))}
    </svg>
    <Marks chart={chart} />
    <line x1={percent(cursor.x)} x2={percent(cursor.x)} y1="0" y2="100%" className="cursor" />
    <circle cx={percent(cursor.x)} cy={fromTop(cursor.y)} r={4} className="point" />
  </Box>
);

const Grid = ({ chart }: { readonly chart: Chart }) => (
  <>
    {chart.values.map(({ y, value }) => (
      <g key={value}>
        <line x1="0" x2="100%" y1={fromTop(y)} y2={fromTop(y)} className="grid" />
        <text x="0" dx={-8} y={fromTop(y)} dy={4} textAnchor="end">
          {number(value)}
        </text>
      </g>
    ))}
    {chart.days.map(({ x, day }) => (
      <g key={day}>
        <line x1={percent(x)} x2={percent(x)} y1="0" y2="100%" className="tick" />
        {Math.abs(x - chart.today) > CLOSE && Math.abs(x - (chart.crossing?.x ?? -1)) > CLOSE && (
          <text x={percent(x)} y="100%" dy={16} textAnchor="middle">
            {dayText(day)}
          </text>
        )}
      </g>
    ))}
  </>
);

function Marks({ chart: { today, crossing, seatsAbove } }: { readonly chart: Chart }) {
  const apart = crossing === null || crossing.x - today > CLOSE;
  return (
    <>
      <line x1={percent(today)} x2={percent(today)} y1="0" y2="100%" className="today" />
      {apart && (
        <text x={percent(today)} y="100%" dy={16} textAnchor="middle" className="name">
          Today
        </text>
      )}
      {crossing && (
        <g className="crossing">
          <line x1={percent(crossing.x)} x2={percent(crossing.x)} y1={fromTop(crossing.y)} y2="100%" />
          <svg aria-hidden x={percent(crossing.x)} y={fromTop(crossing.y)} overflow="visible">
            <path d="M0 -6L6 0L0 6L-6 0Z" />
          </svg>
          <text
            x={percent(crossing.x)}
            y="100%"
            dy={16}
            textAnchor={crossing.x > 0.94 ? 'end' : 'middle'}
            className="name"
          >
            {dayText(crossing.day)}
          </text>
        </g>
      )}
      {seatsAbove && (
        <text x="100%" y="0" dy={-6} textAnchor="end">
          The seats are above this picture
        </text>
      )}
    </>
  );
}

const stroke = { fill: 'none', stroke: 'currentColor', vectorEffect: 'non-scaling-stroke' } as const;
const style = {
  display: 'block',
  overflow: 'visible',
  fontSize: 11,
  color: 'text.secondary',
  '& text': { fill: 'currentColor' },
  '& .name': { fontWeight: 600 },
  '& .grid, & .tick': { stroke: 'currentColor', color: 'divider' },
  '& .tick': { strokeDasharray: '2 3' },
  '& .today': { stroke: 'currentColor', color: 'text.secondary' },
  '& .used': { ...stroke, color: 'primary.main', strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' },
  '& .trend': { ...stroke, color: 'primary.main', strokeWidth: 1.5, strokeDasharray: '5 4' },
  '& .seats': { ...stroke, color: 'text.primary', strokeWidth: 1.5 },
  '& .cursor': { stroke: 'currentColor', color: 'primary.main', strokeDasharray: '1 2' },
  '& .point': { fill: 'currentColor', color: 'primary.main' },
  '& .crossing': { color: 'error.main' },
  '& .crossing line': { stroke: 'currentColor', strokeWidth: 1.5 },
  '& .crossing path': { fill: 'currentColor' },
} as const;
