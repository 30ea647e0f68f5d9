/** A list without marks whose rows share their columns. `columns`: of a CSS grid. `row`: what else a row looks like. */
export const plainList = <Row extends object>(columns: string, row: Row) =>
  ({
    listStyle: 'none',
    m: 0,
    p: 0,
    fontSize: '0.8125rem',
    '& li': {
      display: 'grid',
      gridTemplateColumns: columns,
      columnGap: 1,
      alignItems: 'start',
      py: '4px',
      ...row,
    },
  }) as const;
