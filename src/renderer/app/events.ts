/** The one live stream of this window: followed for ever, connected again with growing pauses. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Client } from '../../contract/client.ts';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { useClient } from './context.tsx';
import { tellLogLine } from './log-lines.ts';
import { applyEvent } from './queries.ts';
import { shown } from './shown.ts';
import { type Connection, useUi } from './store.ts';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** Milliseconds in which changes are collected before they are read. */
const TOGETHER = 150;

/** Milliseconds before the n-th attempt (from 0) to connect again. */
export const pauseBefore = (attempt: number): number => Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE);

interface Follower {
  readonly onEvent: (event: ServiceEvent) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Resolves after the pause, or earlier when somebody asks for it. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

export async function followEvents(client: Client, signal: AbortSignal, follower: Follower): Promise<void> {
  let attempt = 0;
  let connection: Connection;
  while (!signal.aborted) {
    try {
      for await (const event of await client.events.watch(undefined, { signal })) {
        if (event.type === 'bye') break;
        if (event.type === 'hello') {
          attempt = 0;
          follower.onConnection('connected');
        }
        follower.onEvent(event);
      }
      connection = 'lost';
    } catch (error) {
      connection = shown(error).code === 'NOT_SIGNED_IN' ? 'signed-out' : 'lost';
    }
    if (signal.aborted) return;
    follower.onConnection(connection);
    await follower.pause(pauseBefore(attempt), signal);
    attempt += 1;
  }
}

let wake = (): void => {};
/** Try to connect now instead of after the pause. */
export const reconnectNow = (): void => wake();

function pauseUntilWoken(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish);
    wake = finish;
  });
}

/** Keeps the query cache and the connection state of this window up to date. Once per window. */
export function useEventStream(): void {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    const end = new AbortController();
    const waiting = new Map<string, ServiceEvent>();
    const apply = () => {
      for (const event of waiting.values()) applyEvent(queries, event);
      if (waiting.has('accounts')) useUi.getState().accountsChanged();
      waiting.clear();
    };
    void followEvents(client, end.signal, {
      onEvent: (event) => {
        if (event.type === 'job') return applyEvent(queries, event);
        if (event.type === 'log') return tellLogLine(event);
        // A busy server changes accounts many times a second; reading them a few times is enough.
        if (waiting.size === 0) setTimeout(apply, TOGETHER);
        waiting.set(event.type, event);
      },
      onConnection: useUi.getState().setConnection,
      pause: pauseUntilWoken,
    });
    return () => end.abort();
  }, [client, queries]);
}
