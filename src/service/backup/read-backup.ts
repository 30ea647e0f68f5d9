/** Reads a whole backup, every row of it checked: what it returns and tells can be believed to be well-formed. */
import { SeatkeeperError } from '../../contract/errors.ts';
import { BACKUP_FORMAT, damaged } from './format.ts';
import { type Counts, manifest, type Origin, sectionsOf } from './manifest.ts';
import { openBackupFile } from './read-file.ts';
import { BadRow } from './row-checks.ts';
import { createRowReaders, type Rows, SECTIONS, type SectionName } from './rows.ts';

export type RowVisitor = { readonly [K in SectionName]?: (row: Rows[K]) => void };

export interface BackupContent {
  readonly origin: Origin;
  readonly counts: Counts;
}

export interface ReadOptions {
  /** Told after the manifest, before the first row. */
  readonly begin?: (content: BackupContent) => void;
  readonly visit: RowVisitor;
  /** A section has come to its end. */
  readonly ended?: (section: SectionName) => void;
  /** How many rows were read, told after each; may throw to end it. */
  readonly onRow: (done: number) => void;
  /** Called while the file is proven; may throw to end it. */
  readonly look: () => void;
}

/** Throws BACKUP_UNREADABLE, BACKUP_NEWER. */
export function readBackup(path: string, options: ReadOptions): BackupContent {
  const file = openBackupFile(path, options.look);
  try {
    return readLines(file.lines(), options);
  } finally {
    file.close();
  }
}

function readLines(lines: Generator<string>, { begin, visit, ended, onRow }: ReadOptions): BackupContent {
  const content = contentOf(next(lines));
  begin?.(content);
  const readers = createRowReaders();
  let done = 0;
  const section = <K extends SectionName>(name: K): void => {
    for (let row = 1; row <= content.counts[name]; row += 1) {
      const value = parsedRow(next(lines), name, row);
      // Read also where nobody visits it: a check must not find whole what a restore refuses.
      const read = readRow(readers[name], value, `${name}, row ${row}`);
      visit[name]?.(read);
      done += 1;
      onRow(done);
    }
    ended?.(name);
  };
  for (const name of SECTIONS) section(name);
  if (lines.next().done !== true) throw damaged('it holds more rows than it says');
  return content;
}

function next(lines: Generator<string>): string {
  const line = lines.next();
  if (line.done === true) throw damaged('it holds fewer rows than it says');
  return line.value;
}

function contentOf(line: string): BackupContent {
  const read = manifest.safeParse(parsed(line, 'its list of contents'));
  if (!read.success) throw damaged('its list of contents is none');
  const sections = sectionsOf(read.data);
  if (sections === 'wrong') throw damaged('its list of contents is none');
  if (sections === 'newer') {
    throw new SeatkeeperError('BACKUP_NEWER', { found: `version ${read.data.origin.version}`, known: BACKUP_FORMAT });
  }
  return { origin: read.data.origin, counts: sections.counts };
}

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    // Also what is nested too deeply.
    throw new SeatkeeperError('BACKUP_UNREADABLE', { detail: `${where} cannot be read` }, { cause: error });
  }
}

function parsedRow(line: string, section: string, row: number): readonly unknown[] {
  const value = parsed(line, `${section}, row ${row}`);
  if (!Array.isArray(value)) throw damaged(`${section}, row ${row} is no row`);
  return value;
}

function readRow<T>(read: (row: readonly unknown[]) => T, value: readonly unknown[], where: string): T {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof BadRow) throw damaged(`${where}: ${error.message}`);
    throw error;
  }
}
