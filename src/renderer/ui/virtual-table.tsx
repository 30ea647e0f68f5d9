import { mdiMenuDown, mdiMenuUp } from '@mdi/js';
import Box from '@mui/material/Box';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { Icon } from './icon.tsx';
import { nextRow, useVirtualRows } from './use-virtual-rows.ts';

export const ROW_HEIGHT = 30;

export interface Column<R> {
  readonly title: string;
  /** A CSS grid track, e.g. `120px` or `2fr`. */
  readonly width: string;
  readonly numeric?: boolean;
  /** The heading sorts the list by this. */
  readonly sortBy?: string;
  cell(row: R): ReactNode;
}

export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

interface VirtualTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly count: number;
  /** Another value is another list, shown from its first row. */
  readonly list?: unknown;
  /** Undefined while the row is being read. */
  row(index: number): R | undefined;
  /** The rows now in view, so that they can be read. */
  readonly onRange?: (first: number, end: number) => void;
  readonly active: number;
  readonly onActive: (index: number) => void;
  /** Enter or double-click. */
  readonly onOpen?: (index: number) => void;
  /** Space. */
  readonly onToggle?: (index: number) => void;
  /** Of columns with `sortBy`. */
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: Sorting) => void;
  /** Rows that are narrower scroll sideways; pixels. */
  readonly minWidth?: number;
}

/** A list of any length as a grid: only the rows in view exist. The focus is on the list, the active row is named. */
export function VirtualTable<R>(props: VirtualTableProps<R>) {
  const { columns, count, active, onActive, onOpen, onToggle, onRange, minWidth = 480 } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const size = { rowHeight: ROW_HEIGHT, header: ROW_HEIGHT };
  const rows = useVirtualRows(scroller, { count, list: props.list, onRange, ...size });

  function onKey(event: KeyboardEvent): void {
    // A heading is a button of its own.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && count > 0) onOpen?.(active);
    else if (event.key === ' ' && onToggle && count > 0) onToggle(active);
    else {
      const to = nextRow(event.key, active, count, rows.page);
      if (to === undefined) return;
      onActive(to);
      rows.show(to);
    }
    event.preventDefault();
  }

  const template = columns.map((c) => c.width).join(' ');
  return (
    <Box
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      {...(rows.isDrawn(active) ? { 'aria-activedescendant': `${id}${active}` } : {})}
      onKeyDown={onKey}
      onScroll={rows.onScroll}
      sx={gridStyle(template, minWidth)}
    >
      <Box role="rowgroup" sx={{ position: 'sticky', top: 0, zIndex: 1, height: ROW_HEIGHT }}>
        <Box role="row" aria-rowindex={1} className="head">
          {columns.map((c) => (
            <HeaderCell key={c.title} column={c} sorting={props.sorting} onSort={props.onSort} />
          ))}
        </Box>
      </Box>
      <Box role="rowgroup" style={{ height: rows.height, position: 'relative' }}>
        {rows.shown.map((index) => {
          const row = props.row(index);
          return (
            <Box
              key={index}
              id={`${id}${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              onClick={() => onActive(index)}
              onDoubleClick={() => onOpen?.(index)}
              style={{ transform: `translateY(${rows.top(index)}px)` }}
            >
              {columns.map((c, place) => (
                <Box key={c.title} role="gridcell" data-numeric={c.numeric ?? false}>
                  {row === undefined ? place === 0 && '…' : c.cell(row)}
                </Box>
              ))}
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

interface HeaderCellProps {
  readonly column: Pick<Column<never>, 'title' | 'numeric' | 'sortBy'>;
  readonly sorting: Sorting | undefined;
  readonly onSort: ((sorting: Sorting) => void) | undefined;
}

function HeaderCell({ column, sorting, onSort }: HeaderCellProps) {
  const { title, numeric = false, sortBy } = column;
  if (sortBy === undefined || onSort === undefined) {
    return (
      <Box role="columnheader" data-numeric={numeric}>
        {title}
      </Box>
    );
  }
  const current = sorting?.by === sortBy;
  const direction = sorting?.descending ? 'descending' : 'ascending';
  // Beside numbers on the left, so that the title stands above their last digit.
  const arrow = (
    <Icon
      path={direction === 'descending' && current ? mdiMenuDown : mdiMenuUp}
      sx={{ fontSize: 16, verticalAlign: 'text-bottom', visibility: current ? 'visible' : 'hidden' }}
    />
  );
  return (
    <Box role="columnheader" data-numeric={numeric} aria-sort={current ? direction : 'none'}>
      <button type="button" onClick={() => onSort({ by: sortBy, descending: current && direction === 'ascending' })}>
        {numeric && arrow}
        {title}
        {!numeric && arrow}
      </button>
    </Box>
  );
}

const gridStyle = (template: string, minWidth: number) =>
  ({
    height: '100%',
    overflow: 'auto',
    fontSize: '0.8125rem',
    border: '1px solid',
    borderColor: 'divider',
    '& [role="row"]': {
      display: 'grid',
      gridTemplateColumns: template,
      alignItems: 'center',
      height: ROW_HEIGHT,
      minWidth,
    },
    '& [role="rowgroup"] + [role="rowgroup"] [role="row"]': { position: 'absolute', top: 0, left: 0, right: 0 },
    '& [role="columnheader"], & [role="gridcell"]': {
      px: 1,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '& [data-numeric="true"]': { textAlign: 'right' },
    '& [role="columnheader"] button': {
      font: 'inherit',
      color: 'inherit',
      background: 'none',
      border: 0,
      p: 0,
      maxWidth: '100%',
      lineHeight: `${ROW_HEIGHT - 2}px`,
      cursor: 'pointer',
    },
    '& [role="columnheader"] button:hover': { color: 'text.primary' },
    '& [role="columnheader"] button:focus-visible': {
      outline: '2px solid',
      outlineColor: 'primary.main',
      outlineOffset: -2,
    },
    '& .head': {
      fontWeight: 600,
      color: 'text.secondary',
      backgroundColor: 'background.paper',
      borderBottom: '1px solid',
      borderColor: 'divider',
    },
    '& [aria-selected="true"]': { backgroundColor: 'action.selected' },
    '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -1 },
  }) as const;
