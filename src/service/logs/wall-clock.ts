/** Date and time as the clock on the server's wall shows them. Many lines a second: each minute is looked up once. */

export interface WallTime {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM:SS */
  readonly time: string;
}

const MINUTE = 60_000;
const two = (value: number): string => String(value).padStart(2, '0');

export function createWallClock(): (instant: number, timeZone: string) => WallTime {
  let format: Intl.DateTimeFormat | undefined;
  let zone = '';
  let minute = Number.NaN;
  let shown = { date: '', time: '' };

  return (instant, timeZone) => {
    const at = Math.floor(instant / MINUTE);
    if (!format || zone !== timeZone) {
      format = formatOf(timeZone);
      zone = timeZone;
      minute = Number.NaN;
    }
    if (minute !== at) {
      const parts = Object.fromEntries(format.formatToParts(at * MINUTE).map(({ type, value }) => [type, value]));
      shown = { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
      minute = at;
    }
    const seconds = Math.floor((instant - at * MINUTE) / 1_000);
    return { date: shown.date, time: `${shown.time}:${two(seconds)}` };
  };
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
