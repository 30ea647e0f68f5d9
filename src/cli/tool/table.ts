/** Aligned columns for people. */
export interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly right?: boolean;
}

export function alignedTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map((c) => c.title), ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const pad = (text: string, i: number): string =>
    columns[i]?.right ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  return all.map((row) => row.map(pad).join('  ').trimEnd());
}
