import { describe, expect, test } from 'vitest';
import { type Notice, type NoticeKind, type NoticeParams, notice } from './effects.ts';
import { at } from './life.testkit.ts';
import { duration, failedLine, startLine, stopLine } from './log-lines.ts';
import { noticeText } from './words.ts';

const server = { hostname: 'mail.example.com', ip: '192.0.2.7', timeZone: 'Europe/Berlin' };
const T0 = at('2026-12-01T10:00:00Z');
const STOP = at('2026-12-10T23:00:00Z');
const day = Math.floor(T0 / 86_400_000);
const failure = { reason: 'LICENSING_SERVER_UNREACHABLE', detail: 'host licensing.example.com, port 443.' };

const PARAMS: { readonly [K in NoticeKind]: NoticeParams[K] } = {
  'revalidation-failed': { since: T0, ...failure, emergencyAt: STOP, daysLeft: 2 },
  emergency: { cause: 'revalidation', since: T0, stopAt: STOP, daysLeft: 1, began: false, ...failure },
  'emergency-expired': { cause: 'evaluation', since: T0, stopAt: STOP },
  mismatch: { since: T0, stopAt: STOP, daysLeft: 7 },
  'services-stopped': { cause: 'mismatch', at: STOP },
  'evaluation-ending': { ends: STOP, daysLeft: 14 },
  'trial-ending': { ends: STOP, daysLeft: 1, orderId: '7K3Q-9XWD-4MHT' },
  'renewal-ending': { items: ['Communication', 'Security'], renewalDay: day, daysLeft: 7 },
  'module-lapsed': { item: 'Instant Messaging', modules: ['im'], renewalDay: day, stopAt: STOP },
  'module-stopped': { item: 'Security', modules: ['antispam', 'antivirus'], renewalDay: day, at: STOP },
  'item-ending': { item: 'Instant Messaging', modules: ['im'], ends: STOP, daysLeft: 7 },
  'clock-back': { by: 3_600_000, system: T0 },
  'clock-suspect': { direction: 'forward', by: 40 * 86_400_000, system: STOP, trusted: T0 },
  'program-failed': { action: 'stop', modules: ['im'], detail: 'exit status 1', at: STOP, retryAt: STOP + 60_000 },
};
const KINDS = Object.keys(PARAMS) as NoticeKind[];
const made = (kind: NoticeKind): Notice => notice(kind, 'x', PARAMS[kind] as never);

describe('LICENSING 5: every notice says on which server, what happened, what to do, by when', () => {
  test.each(KINDS)('%s', (kind) => {
    const { subject, body } = noticeText(made(kind), server);
    expect(subject).toMatch(/^Seatkeeper on mail\.example\.com: \S/);
    expect(subject).not.toContain('\n');
    expect(subject.length).toBeLessThan(120);
    expect(body).toContain('Server: mail.example.com [192.0.2.7]\n');
    expect(body).toMatch(/\n\nWhat to do: \S[\s\S]+\n\nBy when: \S/);
    expect(`${subject}${body}`).not.toMatch(/undefined|NaN|\[object|\d{10}/);
    expect(body).toMatch(/\d{4}/);
  });

  test.each<[NoticeKind, string[]]>([
    [
      'revalidation-failed',
      ['1 December 2026, 11:00', '11 December 2026, 00:00', 'licensing.example.com, port 443', '2 days left'],
    ],
    [
      'emergency',
      ['Emergency Mode', 'no setting can be changed', '11 December 2026, 00:00', '(1 day left)', 'Validate Now'],
    ],
    ['emergency-expired', ['All attempts to validate the license failed. As a result, the services will be stopped']],
    ['mismatch', ['another computer', 'Retrieve License', '11 December 2026, 00:00']],
    ['renewal-ending', ['Communication, Security', '1 December 2026', '7 days']],
    ['module-stopped', ['AntiSpam, AntiVirus were stopped']],
    ['item-ending', ['trial of Instant Messaging ends']],
    ['clock-suspect', ['not of the license', 'forward by 40 days', 'nothing is denied or stopped']],
    ['program-failed', ['exit status 1', '11 December 2026, 00:01']],
  ])('%s names its facts', (kind, facts) => {
    const { body, subject } = noticeText(made(kind), server);
    for (const fact of facts) expect(`${subject}\n${body}`).toContain(fact);
  });

  test('recipients: postmaster always, the holder where the license is concerned, the vendor when Emergency Mode expires', () => {
    const to = (kind: NoticeKind) => made(kind).recipients;
    expect(KINDS.every((kind) => to(kind).includes('postmaster') && to(kind).includes('also'))).toBe(true);
    expect(KINDS.filter((kind) => to(kind).includes('vendor'))).toEqual(['emergency-expired']);
    expect(to('revalidation-failed')).toContain('holder');
    expect(to('renewal-ending')).not.toContain('holder');
  });

  test('without an address of the server only its name', () => {
    expect(noticeText(made('mismatch'), { ...server, ip: '' }).body).toContain('Server: mail.example.com\n');
  });
});

test.each<[number, string]>([
  [60_000, '1 minute'],
  [11 * 60_000, '11 minutes'],
  [25 * 3_600_000, '25 hours'],
  [40 * 86_400_000, '40 days'],
])('durations in words', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test('log lines name modules and reasons', () => {
  expect(stopLine('all', 'mismatch')).toBe('All services are stopped: the license was issued for another computer.');
  expect(stopLine(['im'], 'lapsed')).toBe('Instant Messaging is stopped: it was left out of the renewal.');
  expect(startLine(['im', 'mail'])).toBe('The reason is gone, starting again: Instant Messaging, Mail Server.');
  expect(failedLine('X', '', 55 * 60_000)).toBe('Re-validation failed: X. Next attempt in 55 minutes.');
});
