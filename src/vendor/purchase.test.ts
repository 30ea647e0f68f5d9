import { describe, expect, it } from 'vitest';
import { parseItems } from './items.ts';
import {
  addItems,
  addSeats,
  addYears,
  extendable,
  renew,
  renewable,
  runningItems,
  triable,
  uncovered,
} from './purchase.ts';

const items = (text: string, renewal = '2027-11-21') => parseItems({ items: text, renewal, structure: 'category' });

describe('LICENSING 2: a purchase makes a whole new entitlement', () => {
  it.each([
    ['2026-11-21', 1, '2027-11-21'],
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2027-12-31', 10, '2037-12-31'],
  ])('%s and %d years is %s', (day, years, later) => {
    expect(addYears(day, years)).toBe(later);
  });

  it('a renewal counts from the end of a period that runs, or from today', () => {
    const days = (renewal: string) =>
      renew(items('communication=5', renewal), ['communication'], 1, '2026-11-21').map((i) => i.renewal);
    expect(days('2027-03-01')).toEqual(['2028-03-01']);
    expect(days('2025-03-01')).toEqual(['2027-11-21']);
  });

  it('seats are added; unlimited stays unlimited', () => {
    const have = items('communication=unlimited,im=25');
    expect(extendable(have)).toEqual(['im']);
    const more = new Map([
      ['im', 5],
      ['communication', 5],
    ]);
    expect(addSeats(have, more).map((i) => i.seats)).toEqual(['unlimited', 30]);
  });

  it('what is not covered can be added: groups and modules, by module modules only', () => {
    const terms = {
      structure: 'category',
      items: items('communication=5,security=5,collaboration=5,mobile=5'),
    } as const;
    expect(uncovered(terms)).toEqual(['desktop', 'outlooksync', 'module:desktop']);
    expect(triable(terms)).toEqual(['outlooksync', 'module:desktop']);
    expect(
      uncovered({
        structure: 'module',
        items: parseItems({ items: 'mail=5', renewal: '2027-01-01', structure: 'module' }),
      }),
    ).not.toContain('security');
  });

  it('what is added is renewed with the rest; a trial is no part of a renewal, and ends', () => {
    const terms = { structure: 'category', items: items('communication=5,im=5', '2027-11-21,im=2028-11-21') } as const;
    const tried = addItems(terms, new Map([['module:desktop', 3]]), 30);
    expect(tried[2]).toMatchObject({ module: 'desktop', seats: 3, renewal: '2028-11-21', trialDays: 30 });
    expect(renewable(tried)).toEqual(['communication', 'im']);
    const ended = tried.map((i) => (i.trialDays ? { ...i, trialUntil: '2026-12-21T10:00:00Z' } : i));
    expect(runningItems(ended, Date.parse('2026-12-21T09:59:59Z'))).toHaveLength(3);
    expect(runningItems(ended, Date.parse('2026-12-21T10:00:00Z'))).toHaveLength(2);
  });
});
