/** Tells which rows of accounts a connection writes. Its triggers are its own: nothing of them is in the file. */
import { CHANGED } from '../versions.ts';
import type { Connection } from './connection.ts';

const TRIGGERS: Readonly<Record<string, string>> = {
  'after insert on main.account': 'select seatkeeper_wrote(new.id)',
  'after update on main.account': 'select seatkeeper_wrote(old.id), seatkeeper_wrote(new.id)',
  'after delete on main.account': 'select seatkeeper_wrote(old.id)',
  'after update on main.address': 'select seatkeeper_wrote(new.id)',
  'after update of flags on main.domain': `select seatkeeper_wrote(${CHANGED.services})`,
  'after update of id, name on main.domain': `select seatkeeper_wrote(${CHANGED.all})`,
  'after delete on main.domain': `select seatkeeper_wrote(${CHANGED.all})`,
};

/** `hear`: told an entry of the log of versions.ts for each row, before the commit. The schema must be up to date. */
export function watchRows({ raw }: Connection, hear: (entry: number) => void): void {
  raw.function('seatkeeper_wrote', (entry: unknown) => {
    hear(Number(entry));
    return null;
  });
  for (const [n, [event, work]] of Object.entries(TRIGGERS).entries()) {
    raw.exec(`create temp trigger watch_${n} ${event} begin ${work}; end`);
  }
}
