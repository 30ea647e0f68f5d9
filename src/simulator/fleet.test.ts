import { expect, test } from 'vitest';
import { draw } from './draw.ts';
import { runServers, scenarioOf, summarize } from './fleet.ts';
import { violationLines } from './report.ts';
import { changing, scenario, vendorGone } from './scenarios.testkit.ts';
import { shrink } from './shrink.ts';
import { runThreads } from './threads.ts';
import { run } from './world.ts';

const ENTRY = new URL('./entry.ts', import.meta.url);

test('LICENSING 5: every invariant holds through hundreds of server-years of faults', {
  timeout: 120_000,
}, async () => {
  const { broken, years } = summarize(await runServers({ seed: 'npm test', days: 365 }, 1, 250));
  const command = broken ? `npm run simulate -- --seed 'npm test' --only ${broken.server}` : '';
  expect({ broken, command }).toEqual({ broken: undefined, command: '' });
  expect(years).toBeGreaterThan(249);
});

test('the same seed gives the same trace, another one another, on threads as without', async () => {
  const fleet = { seed: 'again', days: 60 };
  const once = summarize(await runServers(fleet, 1, 40));
  expect(summarize(await runServers(fleet, 1, 40))).toEqual(once);
  expect(summarize(await runThreads({ ...fleet, servers: 40 }, ENTRY))).toEqual(once);
  expect(summarize(await runServers({ ...fleet, seed: 'another' }, 1, 40)).hash).not.toBe(once.hash);
});

test('looks at the clock that find nothing are left out, and nothing becomes of it', async () => {
  for (let server = 1; server <= 15; server += 1) {
    const whole = scenarioOf({ seed: 'looks', days: 120 }, server);
    const { hash, violation } = await run(whole, { skipLooks: false });
    expect([violation, (await run(whole)).hash], `server ${server}`).toEqual([undefined, hash]);
  }
});

test('every kind of fault is drawn', () => {
  const kinds = new Set(
    Array.from({ length: 100 }, (_, n) => draw(`kinds ${n}`, 365)).flatMap(({ faults }) => faults.map((f) => f.kind)),
  );
  expect([...kinds].sort()).toEqual([
    'act',
    'answers-lost',
    'captive-portal',
    'clock',
    'clock-while-down',
    'clone',
    'crash',
    'crash-at',
    'disk-full',
    'hardware',
    'network-down',
    'programs',
    'reinstall',
    'restart',
    'restore',
    'snapshot',
    'vendor-act',
    'vendor-busy',
    'vendor-down',
  ]);
});

test('a scenario that breaks an invariant is made small, and told so that a person can read and repeat it', async () => {
  const rules = changing((step) => ({ ...step, effects: step.effects.filter(({ type }) => type !== 'start') }));
  const noise = draw('noise', 120).faults.filter(({ kind }) => kind === 'act' || kind === 'crash');
  const whole = scenario(
    120,
    [...noise, vendorGone(25)].sort((a, b) => a.at - b.at),
    { timeZone: 'Asia/Beirut' },
  );
  const shrunk = await shrink(whole, (candidate) => run(candidate, { rules, keepLines: true }));
  const violation = shrunk?.outcome.violation;
  if (!shrunk || !violation) throw new Error('it holds');
  expect(violation.invariant).toBe('healed-runs-again');
  expect(shrunk.scenario.faults.map(({ kind }) => kind)).toEqual(['vendor-down']);
  expect(shrunk.scenario).toMatchObject({ profile: { timeZone: 'UTC', programs: ['mail'] } });
  expect(shrunk.scenario.days).toBeLessThan(60);
  const text = violationLines(whole, shrunk, violation, 'npm run simulate -- --only 1').join('\n');
  expect(text).toMatch(/^Broken: healed-runs-again \(after healing everything that Seatkeeper stopped runs again\)$/m);
  expect(text).toMatch(/^2027-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}server {3}stop all services \(revalidation\)$/m);
  expect(text).toMatch(/✗ healed-runs-again: mail was not started again$/m);
  expect(text).toMatch(/^Repeat with: npm run simulate -- --only 1$/m);
  expect(text.split('\n').length).toBeLessThan(75);
});

test('who nothing happens to is re-validated twelve times a year, and that is all', async () => {
  const { violation, steps, lines } = await run(scenario(365, []), { keepLines: true });
  expect(violation).toBeUndefined();
  expect(lines.filter(({ text }) => text === 'asks the vendor')).toHaveLength(12);
  expect(lines.filter(({ text }) => text.startsWith('mail') || text.startsWith('stop'))).toEqual([]);
  expect(steps).toBeLessThan(450);
});
