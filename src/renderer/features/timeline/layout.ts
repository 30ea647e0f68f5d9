/** Where the events of a forecast stand in a picture over time. Pure; places are parts of the picture's width, 0 to 1. */
import type { ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { beginOfDay, DAY, dayOf } from '../../../core/calendar.ts';

export type LaneId = 'mails' | 'license' | 'renewal' | 'services';
type Kind = ForecastEvent['kind'];

export const LANES: readonly { readonly id: LaneId; readonly name: string; readonly kinds: readonly Kind[] }[] = [
  { id: 'mails', name: 'Mails', kinds: ['mail'] },
  { id: 'license', name: 'License', kinds: ['revalidation', 'phase'] },
  { id: 'renewal', name: 'Renewal, trials', kinds: ['renewal-ends', 'item-ends', 'seat-trial-ends'] },
  { id: 'services', name: 'Services', kinds: ['stop', 'start'] },
];

/** Epoch ms. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

export interface Mark {
  readonly lane: LaneId;
  /** Of its first event. */
  readonly x: number;
  /** Of the worst. */
  readonly severity: ForecastEvent['severity'];
  readonly events: readonly ForecastEvent[];
}

const SEVERITIES = ['info', 'warning', 'critical'] as const satisfies readonly ForecastEvent['severity'][];

const worst = (events: readonly ForecastEvent[]): ForecastEvent['severity'] =>
  SEVERITIES.findLast((severity) => events.some((event) => event.severity === severity)) ?? 'info';

const placeOf = (instant: number, { from, until }: Range): number =>
  Math.min(1, Math.max(0, (instant - from) / (until - from)));

/** One mark for events that would stand closer together than `closest`; marks of a lane never overlap. */
export function marksOf(events: readonly ForecastEvent[], range: Range, closest: number): Mark[] {
  return LANES.flatMap(({ id, kinds }) => {
    const own = events.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const groups: { x: number; events: ForecastEvent[] }[] = [];
    for (const event of own) {
      const x = placeOf(Date.parse(event.at), range);
      const last = groups.at(-1);
      if (last && x - last.x < closest) last.events.push(event);
      else groups.push({ x, events: [event] });
    }
    return groups.map((group) => ({ lane: id, ...group, severity: worst(group.events) }));
  });
}

/** Phases that take something away, as stretches of time. */
const BANDS = { emergency: 'Emergency Mode', mismatch: 'Mismatch', stopped: 'Services stopped' } as const;
export type BandPhase = keyof typeof BANDS;

export interface Band {
  readonly phase: BandPhase;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** `phase`: the one at the beginning. */
export function bandsOf(events: readonly ForecastEvent[], range: Range, phase: string): Band[] {
  const changes = events
    .filter(({ kind }) => kind === 'phase')
    .map((event) => ({ to: phaseAfter(event), at: event.at }));
  const ends = [...changes.map(({ at }) => placeOf(Date.parse(at), range)), 1];
  return [phase, ...changes.map(({ to }) => to)].flatMap((name, i) => {
    const [from, to] = [i === 0 ? 0 : (ends[i - 1] ?? 0), ends[i] ?? 1];
    return isBand(name) && to > from ? [{ phase: name, name: BANDS[name], from, to }] : [];
  });
}

const isBand = (phase: string): phase is BandPhase => Object.hasOwn(BANDS, phase);

/** The key of such an event is `phase/<the new one>/<instant>`. */
const phaseAfter = ({ key }: ForecastEvent): string => key.split('/')[1] ?? '';

export interface Tick {
  readonly x: number;
  /** Midnight, epoch ms. */
  readonly at: number;
}

/** Days between two dates under the picture, for so many days. */
const TICK_DAYS = [
  { upTo: 31, step: 5 },
  { upTo: 100, step: 15 },
  { upTo: 400, step: 60 },
] as const;

/** Midnights of the server’s calendar under the picture; the first is some days after today, which has its own mark. */
export function ticksOf(range: Range, timeZone: string): Tick[] {
  const days = (range.until - range.from) / DAY;
  const step = TICK_DAYS.find(({ upTo }) => days <= upTo)?.step ?? Math.ceil(days / 6);
  const ticks: Tick[] = [];
  for (let day = dayOf(range.from, timeZone) + step; ; day += step) {
    const at = beginOfDay(day, timeZone);
    if (at > range.until) return ticks;
    ticks.push({ at, x: placeOf(at, range) });
  }
}
