import { mdiCheck, mdiMinus } from '@mdi/js';
import Box from '@mui/material/Box';
import type { SeatRow } from '../../../contract/schemas.ts';
import type { SeatOrder } from '../../../contract/schemas-seats.ts';
import type { ServerTime } from '../../app/server-time.ts';
import { dateTime, shortDate } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Column } from '../../ui/virtual-table.tsx';
import { seatWords } from './words.ts';

/** How an account stands with one module, whatever names the row. */
export type Standing = Omit<SeatRow, 'address' | 'name'>;

interface SeatColumn<R = Standing> extends Column<R> {
  readonly sortBy?: SeatOrder;
}

/** What fits without scrolling sideways; pixels. */
export const SEAT_COLUMNS_WIDTH = 984;

interface CountedMarkProps {
  readonly counted: boolean;
  /** The words beside it. */
  readonly children: string;
}

const CountedMark = ({ counted, children }: CountedMarkProps) => (
  <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
    <Icon
      path={counted ? mdiCheck : mdiMinus}
      sx={{ fontSize: 16, color: counted ? 'success.main' : 'text.secondary' }}
    />
    <Box component="span" title={children} sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
      {children}
    </Box>
  </Box>
);

const Day = ({ at, timeZone, none }: { at: string | null; timeZone: string; none: string }) =>
  at === null ? (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {none}
    </Box>
  ) : (
    <time dateTime={at} title={dateTime(at, timeZone)}>
      {shortDate(at, timeZone)}
    </time>
  );

const dayColumn = (
  title: string,
  sortBy: SeatOrder,
  read: (row: Standing) => string | null,
  zone: string,
  none: string,
): SeatColumn => ({
  title,
  width: '116px',
  numeric: true,
  sortBy,
  cell: (row) => <Day at={read(row)} timeZone={zone} none={none} />,
});

const lastAccess = (timeZone: string): SeatColumn =>
  dayColumn('Last access', 'last-access', (row) => row.lastAccess, timeZone, 'never');

const ADDRESS: SeatColumn<SeatRow> = {
  title: 'Address',
  width: 'minmax(160px, 3fr)',
  sortBy: 'address',
  cell: (row) => <span title={row.address}>{row.address}</span>,
};
const NAME: SeatColumn<SeatRow> = {
  title: 'Name',
  width: 'minmax(80px, 1.5fr)',
  sortBy: 'name',
  cell: (row) => row.name || '–',
};
const COUNTED: SeatColumn = {
  title: 'Uses a seat',
  width: '108px',
  cell: (row) => <CountedMark counted={row.counted}>{row.counted ? 'Counted' : 'Not counted'}</CountedMark>,
};
const REASON: SeatColumn = {
  title: 'Reason',
  width: 'minmax(140px, 3fr)',
  cell: (row) => <span title={row.reason}>{row.reason}</span>,
};
const seatColumn = (now: number): SeatColumn => ({
  title: 'Seat',
  width: '148px',
  sortBy: 'seat',
  cell: (row) => (
    <Box component="span" sx={row.seat === 'trial' ? { color: 'warning.main' } : {}}>
      {seatWords(row, now)}
    </Box>
  ),
});

const seatAndDays = ({ now, timeZone }: ServerTime): readonly SeatColumn[] => [
  seatColumn(now),
  dayColumn('First access', 'first-access', (row) => row.firstAccess, timeZone, '–'),
  lastAccess(timeZone),
  dayColumn('Trial ends', 'trial-end', (row) => row.trialEnds, timeZone, '–'),
];

/** All that is known of an account of a module or group. */
export const seatColumns = (time: ServerTime): readonly SeatColumn<SeatRow>[] => [
  ADDRESS,
  NAME,
  COUNTED,
  ...seatAndDays(time),
  REASON,
];

/** Without the arrow of a sorting, as narrow as heading and content allow. */
const NARROW: Readonly<Record<string, string>> = {
  Seat: '130px',
  'First access': '104px',
  'Last access': '104px',
  'Trial ends': '96px',
};
const narrow = (column: SeatColumn): SeatColumn => ({ ...column, width: NARROW[column.title] ?? column.width });

/** The same, module by module, in less room: the reason says whether it is counted. */
export const moduleColumns = (time: ServerTime): readonly Column<Standing & { readonly name: string }>[] => [
  { title: 'Module', width: '136px', cell: ({ name }) => <span title={name}>{name}</span> },
  {
    title: 'Uses a seat',
    width: 'minmax(140px, 1fr)',
    cell: ({ counted, reason }) => <CountedMark counted={counted}>{reason}</CountedMark>,
  },
  ...seatAndDays(time).map(narrow),
];

/** What fits without scrolling sideways; pixels. */
export const MODULE_COLUMNS_WIDTH = 720;

/** What matters where seats are freed. */
export const unusedColumns = ({ now, timeZone }: ServerTime): readonly Column<SeatRow>[] => [
  ADDRESS,
  NAME,
  seatColumn(now),
  lastAccess(timeZone),
];
