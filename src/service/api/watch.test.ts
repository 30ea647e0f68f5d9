import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { jobOf, openTestApi, type TestApi, TOKEN, VERSION } from './api.testkit.ts';
import { watchEvents } from './watch.ts';

let t: TestApi;
beforeEach(async () => {
  t = await openTestApi();
});
afterEach(() => t.close());

const publish = (event: ServiceEvent) => {
  for (const listener of t.listeners) listener(event);
};
const HELLO = { type: 'hello', version: VERSION };

test('events come one by one as they happen, until bye', async () => {
  const stream = await t.client().events.watch();
  expect(await stream.next()).toEqual({ done: false, value: HELLO });
  for (const event of [{ type: 'license' }, { type: 'job', job: jobOf() }, { type: 'accounts' }] as const) {
    const next = stream.next();
    publish(event);
    // Arrives although the stream goes on: nothing waits for it to end.
    expect((await next).value).toEqual(event);
  }
  publish({ type: 'bye' });
  expect((await stream.next()).value).toEqual({ type: 'bye' });
  expect((await stream.next()).done).toBe(true);
  expect(t.listeners.size).toBe(0);
});

test('REST has the same stream as server-sent events', async () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' };
  const leaving = new AbortController();
  const response = await fetch(`${t.url}/api/events`, { headers, signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('hello')) text += (await reader?.read())?.value ?? '';
  expect(text).toContain(`data: ${JSON.stringify(HELLO)}`);
  leaving.abort();
  await vi.waitFor(() => expect(t.listeners.size).toBe(0));
});

test('a client that goes away is forgotten', async () => {
  const leaving = new AbortController();
  const stream = await t.client().events.watch(undefined, { signal: leaving.signal });
  await stream.next();
  expect(t.listeners.size).toBe(1);
  leaving.abort();
  await vi.waitFor(() => expect(t.listeners.size).toBe(0));
});

test('within the process, giving up the body ends it: no signal comes there', async () => {
  const request = new Request('http://console.invalid/rpc/events/watch', {
    method: 'POST',
    headers: { 'x-csrf-token': 'orpc' },
  });
  const response = await t.api.inProcess(request);
  const reader = response.body?.getReader();
  await reader?.read();
  expect(t.listeners.size).toBe(1);
  await reader?.cancel();
  await vi.waitFor(() => expect(t.listeners.size).toBe(0));
});

test('a slow reader finds the newest state of each thing, once', async () => {
  let listener: (event: ServiceEvent) => void = () => {};
  const source = {
    subscribe: (given: typeof listener) => {
      listener = given;
      return () => {};
    },
  };
  const stream = watchEvents(source, VERSION);
  for (let done = 0; done < 1_000; done += 1) {
    listener({ type: 'job', job: jobOf({ done }) });
    listener({ type: 'accounts' });
  }
  listener({ type: 'job', job: jobOf({ id: 'job-2' }) });
  listener({ type: 'bye' });
  const seen: unknown[] = [];
  for await (const event of stream) seen.push(event.type === 'job' ? [event.job.id, event.job.done] : event.type);
  expect(seen).toEqual(['hello', ['job-1', 999], 'accounts', ['job-2', 0], 'bye']);
});

test('of log lines each is told, to a slow reader the newest 500', async () => {
  let listener: (event: ServiceEvent) => void = () => {};
  const subscribe = (given: typeof listener) => {
    listener = given;
    return () => {};
  };
  const stream = watchEvents({ subscribe }, VERSION);
  for (let n = 0; n < 2_000; n += 1) listener({ type: 'log', log: 'smtp', date: '2026-11-21', line: `line ${n}` });
  listener({ type: 'bye' });
  const lines: string[] = [];
  for await (const event of stream) if (event.type === 'log') lines.push(event.line);
  expect(lines).toEqual(Array.from({ length: 500 }, (_, n) => `line ${1_500 + n}`));
});

test('a stream whose reader is gone before the first event is over', async () => {
  const stream = watchEvents({ subscribe: () => () => {} }, VERSION, AbortSignal.abort());
  expect((await stream.next()).done).toBe(true);
});
