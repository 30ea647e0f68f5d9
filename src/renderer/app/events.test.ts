import { ORPCError } from '@orpc/client';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Client } from '../../contract/client.ts';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { followEvents, pauseBefore } from './events.ts';
import type { Connection } from './store.ts';

/** Plays one stream after another; a stream that is an error cannot be opened. */
async function follow(streams: readonly (readonly ServiceEvent[] | Error)[]) {
  const end = new AbortController();
  const seen = { connections: [] as Connection[], pauses: [] as number[], events: [] as string[] };
  const rest = [...streams];
  const watch = async () => {
    const stream = rest.shift() ?? [];
    if (stream instanceof Error) throw stream;
    return (async function* () {
      yield* stream;
    })();
  };
  await followEvents({ events: { watch } } as unknown as Client, end.signal, {
    onEvent: (event) => seen.events.push(event.type),
    onConnection: (connection) => seen.connections.push(connection),
    pause: async (ms) => {
      seen.pauses.push(ms);
      if (rest.length === 0) end.abort();
    },
  });
  return seen;
}

beforeAll(() => void vi.stubGlobal('location', { origin: 'http://console.test' }));

const HELLO: ServiceEvent = { type: 'hello', version: '1' };

test('a stream that ends is opened again with growing pauses; hello begins them anew', async () => {
  const refused = new TypeError('fetch failed');
  const seen = await follow([[HELLO, { type: 'license' }], refused, refused, [HELLO], refused]);
  expect(seen.events).toEqual(['hello', 'license', 'hello']);
  expect(seen.connections).toEqual(['connected', 'lost', 'lost', 'lost', 'connected', 'lost', 'lost']);
  expect(seen.pauses).toEqual([0, 1, 2, 0, 1].map(pauseBefore));
  expect(pauseBefore(30)).toBe(15_000);
});

test('a session that has ended is told apart from a lost connection', async () => {
  const signedOut = new ORPCError('NOT_SIGNED_IN', { status: 401, message: 'This needs a sign-in.' });
  expect((await follow([signedOut])).connections).toEqual(['signed-out']);
});

test('what comes behind bye belongs to a service that is gone', async () => {
  expect((await follow([[HELLO, { type: 'bye' }, { type: 'license' }]])).events).toEqual(['hello']);
});
