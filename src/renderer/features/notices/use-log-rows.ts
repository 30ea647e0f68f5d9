import { useEffect, useRef, useState } from 'react';
import type { LogName, LogRow } from '../../../contract/schemas-notices.ts';
import { useClient } from '../../app/context.tsx';
import { useGrowingList } from '../../app/growing-list.ts';
import { onLogLine } from '../../app/log-lines.ts';
import { fits, overlap } from './log-rows.ts';

/** More live lines would only slow the window down: then the file is read anew. */
const MOST_LIVE = 5_000;

interface Live {
  /** Oldest first. */
  readonly shown: readonly LogRow[];
  /** Came while somebody reads. */
  readonly held: readonly LogRow[];
}
const NONE: Live = { shown: [], held: [] };

/** A log from its newest line on: what was read of the files, and before it what comes in live unless `hold` says to wait. */
export function useLogRows(log: LogName, filter: string, hold: boolean) {
  const client = useClient();
  const [version, setVersion] = useState(0);
  const [live, setLive] = useState(NONE);
  /** The lines of `live` since the newest page was asked for. */
  const since = useRef<LogRow[]>([]);
  const holding = useRef(hold);
  holding.current = hold;

  useEffect(
    () =>
      onLogLine(({ log: name, date, line }) => {
        const row = { date, line };
        if (name !== log || !fits(row, filter)) return;
        since.current.push(row);
        if (since.current.length > MOST_LIVE) setVersion((v) => v + 1);
        setLive(({ shown, held }) =>
          holding.current ? { shown, held: [...held, row] } : { shown: [...shown, ...held, row], held: [] },
        );
      }),
    [log, filter],
  );
  useEffect(() => {
    if (!hold)
      setLive(({ shown, held }) => (held.length === 0 ? { shown, held } : { shown: [...shown, ...held], held: [] }));
  }, [hold]);

  const list = useGrowingList<LogRow>(['logs', log, filter, version], async (cursor, signal) => {
    if (cursor !== null) return client.logs.read({ log, filter, cursor }, { signal });
    since.current = [];
    setLive(NONE);
    const page = await client.logs.read({ log, filter, cursor }, { signal });
    // What was written between asking and answering came both ways.
    return { ...page, rows: page.rows.slice(overlap(page.rows, since.current)) };
  });
  return { ...list, rows: [...live.shown.toReversed(), ...list.rows], held: live.held.length };
}
