import Box from '@mui/material/Box';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { UsageHistory } from '../../../contract/schemas-history.ts';
import { dayOfDate } from '../../../core/calendar.ts';
import { Lines } from './chart-lines.tsx';
import { chartOf } from './layout.ts';
import { dayWords } from './words.ts';

/** Pixels around the picture: values at the left, dates below. */
const LEFT = 56;
const BOTTOM = 22;
const TOP = 18;

interface UsageChartProps {
  readonly history: UsageHistory;
}

/** Used Seats over days with the line of the seats. Arrow keys or the pointer move a cursor that says date and number. */
export function UsageChart({ history }: UsageChartProps) {
  const { days, name } = history;
  const [at, setAt] = useState(days.length - 1);
  const index = Math.min(at, days.length - 1);
  const chart = chartOf(history);
  const day = days[index];
  if (!day) return null;
  const x = (dayOfDate(day.day) - chart.from) / (chart.until - chart.from);

  function onKey(event: KeyboardEvent): void {
    const to = stepOf(event.key, index, days.length);
    if (to === undefined) return;
    event.preventDefault();
    setAt(to);
  }
  function onPointer(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const wanted = chart.from + ((event.clientX - box.left) / box.width) * (chart.until - chart.from);
    const distances = days.map((d) => Math.abs(dayOfDate(d.day) - wanted));
    setAt(distances.indexOf(Math.min(...distances)));
  }
  return (
    <>
      <Box
        component="p"
        sx={{ m: 0, pl: `${LEFT}px`, minHeight: 22, fontSize: '0.8125rem', fontWeight: 600 }}
        data-testid="usage-cursor"
      >
        {dayWords(day)}
      </Box>
      <Box sx={{ ...frame, pl: `${LEFT}px`, pr: 2, pt: `${TOP}px`, pb: `${BOTTOM}px` }}>
        <Box
          role="slider"
          tabIndex={0}
          aria-label={`Used Seats of ${name} by day`}
          aria-valuemin={0}
          aria-valuemax={days.length - 1}
          aria-valuenow={index}
          aria-valuetext={dayWords(day)}
          onKeyDown={onKey}
          onPointerMove={onPointer}
          sx={{ position: 'relative', height: '100%', '&:focus-visible': focus }}
        >
          <Lines chart={chart} cursor={{ x, y: day.used / chart.top }} />
        </Box>
      </Box>
    </>
  );
}

/** A page is a week. */
function stepOf(key: string, index: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageDown: index - 7,
    PageUp: index + 7,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** As high as there is room, within reason. */
const frame = { flex: '1 0 220px', maxHeight: 440, boxSizing: 'border-box' } as const;
const focus = { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 4 } as const;
