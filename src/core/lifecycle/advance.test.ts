import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import { afterAttempt } from './attempts.ts';
import { afterEntry, afterMachineCheck, withLicense, withTimeZone } from './changes.ts';
import { revalidationDue } from './due.ts';
import { at, BERLIN, document, Life, minute, noticeTimes, START, unreachable, works } from './life.testkit.ts';
import { ALL_ATTEMPTS_FAILED } from './log-lines.ts';

const MINUTE = HOUR / 60;
const due = revalidationDue(document());
/** Every attempt fails: T0 is the due date. */
const failing = (until: number): Life => new Life({ vendor: unreachable }).run(until);
const iso = (offset: number): string => minute(due + offset);

describe('LICENSING 5: re-validation', () => {
  test('due every-days after the issue, spread; a success brings serial and issue date, and the next is due from there', () => {
    const life = new Life().run(START + 95 * DAY);
    const period = due - START;
    expect(life.times('revalidate')).toEqual([1, 2, 3].map((n) => minute(START + n * period)));
    expect(life.state).toMatchObject({ phase: 'ok', license: { serial: 4 }, failingSince: null, failure: null });
    expect(life.notices()).toEqual([]);
    expect(
      life.times('log', (e) => e.type === 'log' && e.text.startsWith('The license was re-validated')),
    ).toHaveLength(3);
  });

  test('the first failure is T0, a failure is retried an hour after it, up to 10 minutes earlier at random', () => {
    const randoms = [0, 0.5, 0.999, 0];
    const life = new Life({ vendor: unreachable, random: () => randoms.shift() ?? 0 }).run(due + 4 * HOUR);
    expect(life.state).toMatchObject({ failingSince: due, phase: 'revalidating' });
    expect(life.state.failure).toMatchObject({ reason: 'LICENSING_SERVER_UNREACHABLE', detail: 'no connection' });
    const tried = life.seen.filter(({ effect }) => effect.type === 'revalidate').map((s) => (s.at - due) / MINUTE);
    expect(tried.map(Math.round)).toEqual([0, 60, 115, 165, 225]);
  });

  test.each([
    ['within an hour', 20 * MINUTE, 20],
    ['up to 60 minutes', 5 * HOUR, 60],
    ['never more often than once a minute', 1000, 1],
  ])('Retry-After is honored %s', (_rule, retryAfter, minutes) => {
    const life = new Life({ vendor: () => ({ ok: false, reason: 'RATE_LIMITED', detail: '', retryAfter }) }).run(due);
    expect(Math.round((life.wakeAt - due) / MINUTE)).toBe(minutes);
    life.down(due + 1);
    expect(Math.round((life.wakeAt - due) / MINUTE)).toBe(minutes);
  });

  test('retries go on in every phase, also when services are stopped', () => {
    const life = failing(due + 12 * DAY);
    expect(life.state.phase).toBe('stopped');
    const last = life.times('revalidate').map((t) => at(`${t}Z`));
    for (const [n, when] of last.entries()) expect(when - (last[n - 1] ?? when)).toBeLessThanOrEqual(HOUR);
    expect(due + 12 * DAY - (last.at(-1) ?? 0)).toBeLessThanOrEqual(HOUR);
  });

  test('an attempt that fails before it is due takes nothing away, one by a compromised key does', () => {
    const { state } = new Life();
    const outcome = { ok: false, reason: 'LICENSING_SERVER_UNREACHABLE', detail: '', retryAfter: null } as const;
    const now = { system: START + DAY, uptime: DAY };
    expect(afterAttempt(state, outcome, now, 0).state).toMatchObject({ failingSince: null, phase: 'ok' });
    const withdrawn = afterAttempt(state, { ...outcome, withdrawn: true }, now, 0);
    expect(withdrawn.state).toMatchObject({ failingSince: START + DAY, phase: 'revalidating' });
    expect(withdrawn.effects).toContainEqual({ type: 'phase', from: 'ok', to: 'revalidating' });
  });

  test('a serial never falls: an older document is a failed attempt', () => {
    const life = new Life({ license: document({ serial: 7 }) });
    life.vendor = ({ license }) => ({ ok: true, license: document({ ...license, serial: 6 }), serverTime: null });
    life.run(due);
    expect(life.state).toMatchObject({
      license: { serial: 7 },
      failingSince: due,
      failure: { reason: 'LICENSE_SUPERSEDED' },
    });
  });

  test('a document that is due again at once is not asked for in a circle', () => {
    const life = new Life();
    life.vendor = ({ license }) => ({ ok: true, license: document({ ...license }), serverTime: null });
    life.run(due + 3 * HOUR);
    expect(life.times('revalidate')).toHaveLength(4);
  });

  test('a result that never comes: asked again within the hour, and at once after a restart', () => {
    const { state } = new Life();
    const now = { system: due, uptime: due - START };
    const asked = afterAttempt(state, { ok: false, reason: 'X', detail: '', retryAfter: null }, now, 0);
    expect(asked.wakeAt).toBe(due + HOUR);
    const life = failing(due + 20 * MINUTE).down(due + 25 * MINUTE);
    expect(life.times('revalidate')).toEqual([iso(0), iso(25 * MINUTE)]);
  });
});

describe('LICENSING 5: notices while re-validation fails', () => {
  test('12, 24 and 36 h after T0, then daily, with the days left until Emergency Mode', () => {
    const life = new Life({ license: document({ graceDays: 5 }), vendor: unreachable }).run(due + 5 * DAY - 1);
    const told = life.notices('revalidation-failed');
    expect(told.map((n) => n.occasion)).toEqual([12, 24, 36, 48, 72, 96].map((hours) => `${due}/${hours}h`));
    expect(told.map((n) => (n.at - due) / HOUR)).toEqual([12, 24, 36, 48, 72, 96]);
    expect(told.map((n) => n.params)).toMatchObject([5, 4, 4, 3, 2, 1].map((daysLeft) => ({ daysLeft })));
    expect(told[0]?.recipients).toEqual(['postmaster', 'holder', 'also']);
    expect(told[0]?.params).toMatchObject({ since: due, emergencyAt: due + 5 * DAY, detail: 'no connection' });
  });

  test('none after a success; a new failure is a new occasion', () => {
    const life = new Life();
    life.vendor = (state, now) => (now < due + 13 * HOUR || now > due + 20 * DAY ? unreachable : works)(state, now);
    life.run(due + 60 * DAY);
    const occasions = life.notices('revalidation-failed').map((n) => n.occasion.split('/')[0]);
    expect(occasions[0]).toBe(`${due}`);
    expect(new Set(occasions).size).toBe(2);
    expect(noticeTimes(life, 'revalidation-failed')[0]).toBe(iso(12 * HOUR));
  });

  test('of what was missed while the service was down only the latest is sent', () => {
    const life = new Life({ license: document({ graceDays: 7 }), vendor: unreachable }).run(due + HOUR);
    life.down(due + 75 * HOUR).run(due + 80 * HOUR);
    expect(life.notices('revalidation-failed').map((n) => n.occasion)).toEqual([`${due}/72h`]);
  });
});

describe('LICENSING 5: Emergency Mode', () => {
  const T1 = due + 2 * DAY;
  test('begins with a notice, then daily; expired: error line and mail to postmaster, holder and vendor, at once', () => {
    const life = failing(T1 + 7 * DAY);
    expect(life.times('phase')).toEqual([minute(due), minute(T1)]);
    const told = life.notices('emergency');
    expect(told.map((n) => (n.at - T1) / DAY)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(told.map((n) => n.params)).toMatchObject([
      { began: true, daysLeft: 8 },
      ...[7, 6, 5, 4, 3, 2].map((daysLeft) => ({ began: false, daysLeft })),
    ]);
    const expired = life.notices('emergency-expired');
    expect(expired.map((n) => [minute(n.at), n.recipients])).toEqual([
      [minute(T1 + 7 * DAY), ['postmaster', 'holder', 'vendor', 'also']],
    ]);
    const lines = life.seen.filter(({ effect }) => effect.type === 'log' && effect.log === 'error');
    expect(lines.map((s) => [minute(s.at), s.effect])).toEqual([
      [minute(T1 + 7 * DAY), { type: 'log', log: 'error', text: ALL_ATTEMPTS_FAILED }],
    ]);
    expect(ALL_ATTEMPTS_FAILED).toBe(
      'All attempts to validate the license failed. As a result, the services will be stopped.',
    );
  });

  test('a success at any time leads to ok', () => {
    for (const hours of [1, 60, 200, 300]) {
      const life = failing(due + hours * HOUR);
      life.vendor = works;
      life.run(due + (hours + 1) * HOUR);
      expect(life.state).toMatchObject({ phase: 'ok', failingSince: null, failure: null, stop: null });
    }
  });

  test('a document from before T0 does not end it, one issued after T0 does; while revalidating any does', () => {
    const enter = (life: Life, issued: number) =>
      afterEntry(
        life.state,
        { license: document({ issued, serial: 2 }), outdated: false, serverTime: null },
        life.now(),
      );
    const emergency = failing(T1 + HOUR);
    expect(enter(emergency, START + DAY).state).toMatchObject({ phase: 'emergency', failingSince: due });
    expect(enter(emergency, due + HOUR).state).toMatchObject({ phase: 'ok', failingSince: null });
    expect(enter(failing(due + HOUR), START + DAY).state).toMatchObject({ phase: 'ok', failingSince: null });
  });

  test('an outdated document is installed as revalidating and validated at once', () => {
    const life = new Life({ license: null }).run(START + DAY);
    const step = afterEntry(life.state, { license: document(), outdated: true, serverTime: null }, life.now());
    expect(step.effects).toContainEqual({ type: 'revalidate' });
    expect(step.state).toMatchObject({ phase: 'revalidating', failingSince: START + DAY });
  });
});

describe('LICENSING 5: evaluation, trial, mismatch', () => {
  test('evaluation: 14, 7, 3, 1 days before its end; then Emergency Mode', () => {
    const life = new Life({ license: null }).run(START + 31 * DAY);
    const told = life.notices('evaluation-ending');
    expect(told.map((n) => (START + 30 * DAY - n.at) / DAY)).toEqual([14, 7, 3, 1]);
    expect(told.map((n) => n.params)).toMatchObject([14, 7, 3, 1].map((daysLeft) => ({ daysLeft })));
    expect(life.state.phase).toBe('emergency');
    expect(life.notices('emergency')[0]?.params).toMatchObject({ cause: 'evaluation', began: true });
  });

  test('trial: the days that lie before its beginning are not told; its end is asked for', () => {
    const expires = START + 10 * DAY;
    const life = new Life({ license: document({ type: 'trial', expires }) });
    life.vendor = () => ({ ok: false, reason: 'LICENSE_EXPIRED', detail: '', retryAfter: null });
    life.run(START + 12 * DAY);
    expect(life.notices('trial-ending').map((n) => (expires - n.at) / DAY)).toEqual([7, 3, 1]);
    expect(life.times('revalidate')[0]).toBe(minute(expires));
    expect(life.state).toMatchObject({ phase: 'emergency', failingSince: null });
    expect(life.notices('emergency')).toHaveLength(2 + 1);
  });

  test('mismatch: a mail at once and daily until the stop, the vendor is asked at once', () => {
    const life = new Life({ vendor: unreachable }).run(START + DAY);
    life.take(afterMachineCheck(life.state, false, life.now()));
    expect(life.state.phase).toBe('mismatch');
    expect(life.times('revalidate')).toEqual([minute(START + DAY)]);
    life.run(START + 10 * DAY);
    expect(life.notices('mismatch').map((n) => (n.at - START) / DAY)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(life.notices('mismatch')[0]?.params).toMatchObject({ stopAt: at('2026-11-09T23:00:00Z'), daysLeft: 8 });
    expect(life.state).toMatchObject({ phase: 'stopped', failingSince: null });
    life.take(afterMachineCheck(life.state, true, life.now()));
    expect(life.state).toMatchObject({ phase: 'ok', mismatchSince: null, stop: null });
  });

  test('a restart tells nothing twice', () => {
    const life = new Life({ license: null, vendor: unreachable });
    for (let day = 1; day <= 45; day += 1) life.run(START + day * DAY).down(START + day * DAY + 5 * MINUTE);
    const keys = life.notices().map((n) => n.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(life.notices('evaluation-ending')).toHaveLength(4);
  });
});

describe('LICENSING 2: what the database holds', () => {
  test('an older document than was in force counts as not re-validated, and the serial does not fall', () => {
    const { state } = new Life({ license: document({ serial: 5 }) });
    expect(withLicense(state, document({ serial: 3 }))).toMatchObject({ license: { serial: 5 }, failingSince: START });
    expect(withLicense(state, document({ serial: 5 }))).toEqual(state);
    expect(withLicense(state, document({ serial: 6 }))).toMatchObject({ license: { serial: 6 }, failingSince: null });
    expect(withLicense(state, null).license).toBeNull();
  });
});

test('LICENSING 5: another time zone: its midnight counts, none that has passed there is caught up', () => {
  const life = failing(due + 9 * DAY + HOUR);
  expect(life.state.phase).toBe('emergency');
  life.state = withTimeZone(life.state, 'Pacific/Kiritimati');
  life.run(due + 9 * DAY + 2 * HOUR);
  expect(life.times('stop')).toEqual([]);
  expect(withTimeZone(life.state, 'Pacific/Kiritimati')).toBe(life.state);
  expect(new Life().state.timeZone).toBe(BERLIN);
});
