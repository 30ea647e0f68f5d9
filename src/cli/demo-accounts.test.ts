import { describe, expect, test } from 'vitest';
import { counted } from '../core/seats/counted.ts';
import { ALL_FLAGS, flagOfAccountVariable, flagOfDomainVariable, GROUPS, groupMask } from '../core/seats/modules.ts';
import { DEMO_ACCOUNTS, DEMO_DOMAINS, demoAccounts, demoCsv } from './demo-accounts.ts';
import { DEMO_SEATS } from './demo-orders.ts';

const rows = demoAccounts();
const domainFlags = Object.fromEntries(
  Object.entries(DEMO_DOMAINS).map(([domain, values]) => [
    domain,
    Object.keys(values).reduce((mask, name) => mask & ~(1 << (flagOfDomainVariable(name)?.bit ?? -1)), ALL_FLAGS),
  ]),
);
const facts = rows.map(({ address, type, disabled, services }) => ({
  domain: address.split('@')[1] ?? '',
  account: {
    type,
    disabled,
    flags: Object.entries(services).reduce(
      (mask, [name, on]) => (on ? mask | (1 << (flagOfAccountVariable(name)?.bit ?? -1)) : mask),
      0,
    ),
  },
}));
const used = Object.fromEntries(
  GROUPS.map(({ id }) => [
    id,
    facts.filter(({ account, domain }) => counted(account, domainFlags[domain] ?? 0, groupMask(id))).length,
  ]),
);

describe('the demonstration’s accounts', () => {
  test('are 500 different ones in three domains, the same each time', () => {
    expect(rows).toHaveLength(DEMO_ACCOUNTS);
    expect(new Set(rows.map(({ address }) => address)).size).toBe(DEMO_ACCOUNTS);
    expect(new Set(facts.map(({ domain }) => domain))).toEqual(new Set(Object.keys(DEMO_DOMAINS)));
    expect(demoCsv()).toBe(demoCsv());
    expect(demoCsv().trimEnd().split('\n')).toHaveLength(DEMO_ACCOUNTS + 1);
  });
  test('are people, lists, rooms and programs; some are disabled', () => {
    expect(new Set(rows.map(({ type }) => type)).size).toBeGreaterThanOrEqual(5);
    expect(rows.filter(({ disabled }) => disabled !== 0).length).toBeGreaterThan(10);
  });
  test('show each recommendation: one row exceeds, one is nearly full, the others have room', () => {
    expect(used.collaboration).toBeGreaterThan(DEMO_SEATS.collaboration);
    expect(used.mobile).toBeLessThanOrEqual(DEMO_SEATS.mobile);
    expect(used.mobile).toBeGreaterThanOrEqual(0.9 * DEMO_SEATS.mobile);
    for (const group of ['communication', 'security', 'desktop'] as const) {
      expect(used[group], group).toBeGreaterThan(0);
      expect(used[group], group).toBeLessThan(0.9 * DEMO_SEATS[group]);
    }
  });
});
