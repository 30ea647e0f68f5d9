import { expect, test } from 'vitest';
import { licenseView } from '../../renderer.testkit.tsx';
import { heldWords, recommendations, renewalWords } from './words.ts';

const texts = (...of: Parameters<typeof recommendations>) => recommendations(...of).map((r) => r.text);

test.each([
  [['Add Users'], 0, ['Add Users']],
  [['Add Users'], 1, ['Add Users (1 more seat)']],
  [['Add Users', 'Renew License'], 1234, ['Add Users (1,234 more seats)', 'Renew License']],
  [[], 0, []],
] as const)('LICENSING 5: recommended %j with %i seats missing is shown as %j', (recommended, moreSeats, shown) => {
  expect(texts({ recommended: [...recommended], moreSeats })).toEqual(shown);
});

test.each([
  [null, '–', ''],
  [365, '365', ''],
  [0, '0', 'last day'],
  [-1, '−1', 'expired 1 day ago'],
  [-1200, '−1,200', 'expired 1,200 days ago'],
])('LICENSING 5: a renewal period of %s days is shown as “%s” %s', (days, shown, note) => {
  expect(renewalWords(days)).toEqual({ days: shown, note });
});

test('LICENSING 6: a module says how many seats are assigned and on trial, as `tool display license` does', () => {
  const { modules, groups } = licenseView(() => ({ assigned: 1204, trial: 3 }));
  expect(modules.map(heldWords)[0]).toBe('1,204 seats assigned, 3 on trial');
  expect(groups.map(heldWords)[0]).toBeUndefined();
});
