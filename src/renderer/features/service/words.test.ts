import { expect, test } from 'vitest';
import { sampleStatus } from '../../../contract/samples.testkit.ts';
import { consequence, pendingWords } from './words.ts';

const SINCE = '2026-11-20T23:00:00.000Z';
const inBerlin = { timeZone: 'Europe/Berlin' } as const;

test('LICENSING 5: a start by hand of what the license has stopped serves until midnight, and that is said before', () => {
  const stopped = sampleStatus({ ...inBerlin, stoppedSince: SINCE });
  expect(consequence('start', 'im', stopped)).toContain('serves until midnight (22 Nov 2026, 00:00, Europe/Berlin)');
  const lapsed = sampleStatus({
    ...inBerlin,
    modulesStopped: [{ module: 'im', name: 'Instant Messaging', since: SINCE }],
  });
  expect(consequence('start', 'im', lapsed)).toContain('serves until midnight');
  expect(consequence('start', 'mail', lapsed), 'the others run').not.toContain('midnight');
  expect(consequence('start', 'im', sampleStatus())).not.toContain('midnight');
  expect(consequence('stop', 'im', stopped)).not.toContain('midnight');
});

test('what is tried again: how often it failed, and when it is tried next', () => {
  const task = { action: 'stop', modules: ['im', 'sms'], failures: 2, retryAt: '2026-11-21T10:05:00Z' } as const;
  expect(pendingWords({ ...task, modules: [...task.modules] }, 'UTC')).toBe(
    'Stop Instant Messaging, SMS: failed 2 times, next try 21 Nov 2026, 10:05.',
  );
  expect(pendingWords({ ...task, modules: [], failures: 0 }, 'UTC')).toBe('Stop all services: under way.');
});
