import { afterEach, beforeEach, expect, test } from 'vitest';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { createEventHub } from '../events.ts';
import { createJobs, type JobRun, type Jobs } from './jobs.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
let now: number;
let jobs: Jobs;
let told: ServiceEvent[];
let timers: { ms: number; work: () => void }[];
let reported: unknown[];

beforeEach(() => {
  [now, told, timers, reported] = [START, [], [], []];
  const events = createEventHub();
  events.subscribe((event) => told.push(event));
  jobs = createJobs({
    clock: { now: () => now },
    events,
    after(ms, work) {
      const timer = { ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    report(error) {
      reported.push(error);
      return 'ref-1';
    },
  });
});
afterEach(() => jobs.close());

/** A job that waits to be ended from outside. */
function waiting() {
  const { promise, resolve, reject } = Promise.withResolvers<{ changed: number }>();
  let run: JobRun | undefined;
  const id = jobs.start('modify-accounts', (given) => {
    run = given;
    given.signal.addEventListener('abort', () => reject(new SeatkeeperError('CANCELLED')));
    return promise;
  });
  if (!run) throw new Error('a job begins at once');
  return { id, run, end: () => resolve({ changed: 3 }), fail: reject };
}
const get = (id: string, waitMs = 0) => jobs.get({ id, waitMs });
const settled = (id: string) => new Promise((resolve) => jobs.whenEnded(id, resolve));
const states = () => told.map((event) => (event.type === 'job' ? `${event.job.state} ${event.job.done}` : event.type));

test('DESIGN 3: a job is there at once, its end is kept until it was read and a while after', async () => {
  const { id, end } = waiting();
  expect(await get(id)).toMatchObject({ id, kind: 'modify-accounts', state: 'running', finishedAt: null });
  now += 5_000;
  end();
  await settled(id);
  now += 23 * 3_600_000;
  expect((await jobs.list()).map((job) => job.state)).toEqual(['done']);
  const job = await get(id);
  expect(job).toMatchObject({
    state: 'done',
    result: { changed: 3 },
    startedAt: '2026-11-21T10:00:00.000Z',
    finishedAt: '2026-11-21T10:00:05.000Z',
  });
  expect(await jobs.list()).toEqual([]);
  now += 10 * 60_000;
  expect(await get(id)).toEqual(job);
  now += 1;
  await expect(get(id)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

test('an end that nobody reads is forgotten after a day, a job that runs never', async () => {
  const unread = waiting();
  const running = waiting();
  unread.end();
  await settled(unread.id);
  now += 24 * 3_600_000 + 1;
  await expect(get(unread.id)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  expect((await get(running.id)).state).toBe('running');
});

test('progress is told at most ten times a second; the state is always the newest', async () => {
  const { id, run, end } = waiting();
  for (let done = 1; done <= 30; done++) {
    now += 10;
    run.progress(done, 30);
  }
  expect((await get(id)).done).toBe(30);
  end();
  await settled(id);
  expect(states()).toEqual(['running 0', 'running 1', 'running 11', 'running 21', 'done 30']);
});

test('waiting ends with the job, or with the time', async () => {
  const { id, end } = waiting();
  const patient = get(id, 30_000);
  const hasty = get(id, 500);
  expect(timers.map((timer) => timer.ms)).toEqual([30_000, 500]);
  timers[1]?.work();
  expect((await hasty).state).toBe('running');
  end();
  expect((await patient).state).toBe('done');
  expect(timers).toEqual([]);
});

test('cancelling answers when the work has stopped; a job that has ended stays as it is', async () => {
  const { id } = waiting();
  const job = await jobs.cancel({ id });
  expect(job).toMatchObject({ state: 'cancelled', result: null, error: { code: 'CANCELLED' } });
  const done = waiting();
  done.end();
  await settled(done.id);
  expect((await jobs.cancel({ id: done.id })).state).toBe('done');
  await expect(jobs.cancel({ id: 'none' })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

test('DESIGN 5: a failure has the words of the catalogue; a defect has a reference and goes to the log', async () => {
  const known = waiting();
  known.fail(new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: 'x@y' }));
  await settled(known.id);
  expect((await get(known.id)).error).toMatchObject({
    code: 'ACCOUNT_NOT_FOUND',
    message: 'No account matches “x@y”.',
  });
  const defect = waiting();
  const error = new Error('secret detail');
  defect.fail(error);
  await settled(defect.id);
  const job = await get(defect.id);
  expect(job).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
  expect(JSON.stringify(job)).toContain('ref-1');
  expect(JSON.stringify(job)).not.toContain('secret detail');
  expect(reported).toEqual([error]);
});

test('closing cancels everything that runs', async () => {
  const first = waiting();
  const second = waiting();
  await jobs.close();
  expect([(await get(first.id)).state, (await get(second.id)).state]).toEqual(['cancelled', 'cancelled']);
});

test('so many ends are kept, the oldest go first', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 205; i++) {
    const { id, end } = waiting();
    end();
    await settled(id);
    ids.push(id);
  }
  expect(await jobs.list()).toHaveLength(200);
  await expect(get(ids[0] ?? '')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  expect((await get(ids[204] ?? '')).state).toBe('done');
});
