import { afterEach, describe, expect, test } from 'vitest';
import { cleanUp, testFolder } from '../licensing/licensing.testkit.ts';
import { type TestService, testService } from '../schedule/world.testkit.ts';
import { createPrograms, type Programs, type ProgramsDeps } from './programs.ts';
import { type RunProgram, runProgram } from './run-program.ts';

afterEach(cleanUp);

const programsOf = (services: ProgramsDeps['services'], run: RunProgram = runProgram): Programs =>
  createPrograms({ services, run, now: () => 0, sleep: async () => {}, ended: () => {} });

describe('LICENSING 5: what Seatkeeper stopped starts again, what an administrator stopped does not', () => {
  test('a stop tells what it stopped, not what was stopped before, nor what has no program', async () => {
    const folder = await testFolder();
    const [mail, im] = [testService(folder, 'mail'), testService(folder, 'im')];
    im.set(false);
    const programs = programsOf({ mail: mail.commands, im: im.commands });
    expect(await programs.perform('stop', 'all', 0)).toEqual({ action: 'stop', done: ['mail'], failed: [] });
    expect(im.calls()).toEqual([]);
    expect(await programs.perform('stop', ['sms'], 0)).toEqual({ action: 'stop', done: [], failed: [] });
    expect(await programs.perform('start', ['mail'], 0)).toEqual({ action: 'start', done: ['mail'], failed: [] });
    expect([mail.running(), im.running()]).toEqual([true, false]);
  });

  test('after a try that failed, a service that is gone was stopped by Seatkeeper after all', async () => {
    const mail = testService(await testFolder(), 'mail', { stop: 'fails' });
    const programs = programsOf({ mail: mail.commands });
    expect(await programs.perform('stop', 'all', 0)).toEqual({
      action: 'stop',
      done: [],
      failed: [{ module: 'mail', detail: 'it ended with exit code 1' }],
    });
    mail.set(false);
    expect(await programs.perform('stop', 'all', 1)).toEqual({ action: 'stop', done: ['mail'], failed: [] });
  });
});

test('a stop program that ends well while the service runs on has failed', async () => {
  const mail = testService(await testFolder(), 'mail');
  const stop = mail.commands.start;
  const { failed } = await programsOf({ mail: { ...mail.commands, stop } }).perform('stop', 'all', 0);
  expect(failed).toEqual([{ module: 'mail', detail: expect.stringContaining('still runs') }]);
});

test('modules that are one service: its programs run once, for all of them', async () => {
  const mail = testService(await testFolder(), 'mail');
  const programs = programsOf({ mail: mail.commands, webclient: mail.commands });
  expect((await programs.perform('stop', 'all', 0)).done).toEqual(['mail', 'webclient']);
  expect(mail.calls()).toEqual(['stop']);
  expect(await programs.states()).toMatchObject([
    { module: 'mail', running: false, last: { action: 'stop', outcome: 'done' } },
    { module: 'webclient', running: false, last: { action: 'stop', outcome: 'done' } },
  ]);
});

test('a start of what runs already runs nothing; by hand it does', async () => {
  const mail = testService(await testFolder(), 'mail');
  const programs = programsOf({ mail: mail.commands });
  expect(await programs.perform('start', 'all', 0)).toMatchObject({ done: ['mail'] });
  expect(mail.calls()).toEqual([]);
  expect(await programs.run('start', 'mail')).toMatchObject({ action: 'start', outcome: 'done' });
  expect(mail.calls()).toEqual(['start']);
});

test('one action after the other: a start waits for the stop before it', async () => {
  const service: TestService = testService(await testFolder(), 'mail');
  const programs = programsOf({ mail: service.commands });
  await Promise.all([programs.perform('stop', 'all', 0), programs.perform('start', 'all', 0)]);
  expect(service.calls()).toEqual(['stop', 'start']);
  expect(service.running()).toBe(true);
});

test('a status program that cannot be asked says neither, and keeps nobody from stopping', async () => {
  const mail = testService(await testFolder(), 'mail');
  const programs = programsOf({ mail: { ...mail.commands, status: ['/is/not/there'] } });
  expect(await programs.states()).toMatchObject([{ running: null, detail: 'there is no such program' }]);
  expect(await programs.perform('stop', 'all', 0)).toMatchObject({ done: ['mail'], failed: [] });
  expect(mail.running()).toBe(false);
});
