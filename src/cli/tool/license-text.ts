/** The license as text for people. */
import type { LicenseChange, LicenseModuleRow, LicenseView, PendingLicense } from '../../contract/schemas.ts';
import { alignedTable, type Column } from './table.ts';

export const DEVELOPMENT_NOTE =
  'DEVELOPMENT KEYS: keys from the configuration are trusted here. Never use this in production.';

const COLUMNS: readonly Column[] = [
  { title: 'Module' },
  { title: 'Name' },
  { title: 'Category' },
  { title: 'Seats', right: true },
  { title: 'Used', right: true },
  { title: 'Assigned', right: true },
  { title: 'Trial', right: true },
  { title: 'Renewal days', right: true },
  { title: 'Exceeded' },
  { title: 'Recommended' },
];

/** Name and value, values in one column; what is empty is left out. */
export function namedLines(pairs: readonly (readonly [name: string, value: string])[]): string[] {
  const shown = pairs.filter(([, value]) => value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length)) + 2;
  return shown.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}`);
}

function recommendedText(row: LicenseModuleRow): string {
  const more = row.moreSeats > 0 ? ` (${row.moreSeats} more ${row.moreSeats === 1 ? 'seat' : 'seats'})` : '';
  return row.recommended.map((r) => (r === 'Add Users' ? `${r}${more}` : r)).join(', ');
}

const moduleCells = (row: LicenseModuleRow): string[] => [
  row.id,
  row.name,
  `${row.category} / ${row.group}`,
  row.licensed ? String(row.seats) : '-',
  String(row.used),
  String(row.assigned),
  String(row.trial),
  row.renewalDays === null ? '-' : String(row.renewalDays),
  row.exceeded ? 'EXCEEDED' : '',
  recommendedText(row),
];

/** Modules that no item covers stand apart (LICENSING 6). */
function moduleTable(modules: readonly LicenseModuleRow[]): string[] {
  const licensed = modules.filter((row) => row.licensed);
  const others = modules.filter((row) => !row.licensed);
  const [header = '', ...lines] = alignedTable(COLUMNS, [...licensed, ...others].map(moduleCells));
  const apart = others.length === 0 ? [] : ['', 'Not licensed:', ...lines.slice(licensed.length)];
  return [header, ...lines.slice(0, licensed.length), ...apart];
}

export function licenseLines(view: LicenseView): string[] {
  const i = view.information;
  const holder = namedLines([
    ['Name', i.name],
    ['Company', i.company],
    ['Email', i.email],
    ['Street Address', i.address],
    ['Reference ID', i.referenceId === '' ? 'this computer cannot be identified' : i.referenceId],
    ['Order ID', i.orderId],
    ['Previous Order ID', i.previousOrderId],
    ['Status', i.status],
    ['Phase', i.phase],
    ['Changed parts', view.drift.join(', ')],
  ]);
  return [
    ...(view.development ? [DEVELOPMENT_NOTE, ''] : []),
    ...holder,
    '',
    view.sentence,
    '',
    ...moduleTable(view.modules),
  ];
}

function changeName({ what, row }: LicenseChange): string {
  if (row === '') return what;
  if (what === 'module-stops') return `${row} stops`;
  return what === 'module-added' ? `${row} is added` : `${what} of ${row}`;
}

function changeLine(change: LicenseChange): string {
  const [before, after] = [change.before, change.after].map((value) => (value === '' ? 'none' : value));
  return `  ${change.loss ? '!' : ' '} ${changeName(change)}: ${before} -> ${after}`;
}

/** What applying a license would change (LICENSING 4). */
export function changeLines(pending: PendingLicense): string[] {
  const changes = pending.changes.map(changeLine);
  return [
    `License of order ${pending.orderId} for ${pending.holder}, issued ${pending.issued}, serial ${pending.serial}`,
    ...(changes.length === 0 ? ['It changes nothing.'] : ['It changes (! marks what it takes away):', ...changes]),
    ...pending.remarks.map((remark) => `Note: ${remark}`),
  ];
}
