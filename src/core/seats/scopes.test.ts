import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted } from './counted.ts';
import { explainScope, moduleConditions } from './explain.ts';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS, groupMask, MODULES, moduleOf } from './modules.ts';
import { BASE_MASKS, type CountedFacts, counterDelta, scopeName } from './scopes.ts';

const facts = fc.record({
  type: fc.integer({ min: 0, max: 8 }).map((n) => (n < 6 ? 0 : n)),
  disabled: fc.constantFrom(0, 0, 0, 1, 2),
  flags: fc.integer({ min: 0, max: ALL_FLAGS }),
  domainFlags: fc.integer({ min: 0, max: ALL_FLAGS }).map((flags) => flags | DOMAIN_FIXED_FLAGS),
  domain: fc.constant('x.example'),
});
const one = (account: CountedFacts | undefined, mask: number) =>
  account && counted(account, account.domainFlags, mask) ? 1 : 0;

test('DESIGN 4: counters move by what an account counted before and counts after', () => {
  const maybe = fc.option(facts, { nil: undefined });
  fc.assert(
    fc.property(maybe, maybe, (before, after) => {
      const delta = counterDelta(before, after, BASE_MASKS);
      for (const mask of BASE_MASKS) expect(delta.get(mask) ?? 0).toBe(one(after, mask) - one(before, mask));
      expect([...delta.values()]).not.toContain(0);
    }),
  );
});

test('LICENSING 6: the reason and the conditions say what is counted', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...MODULES), (account, module) => {
      const is = counted(account, account.domainFlags, module.mask);
      const { counted: said, reason } = explainScope(account, module.mask);
      expect(said).toBe(is);
      expect(reason.startsWith(is ? 'Counted: ' : 'Not counted: ')).toBe(true);
      const met = moduleConditions(account, module).every((c) => c.met);
      // Mail has two flags: each condition may be met by the other one.
      if (module.id !== 'mail') expect(met).toBe(is);
      else if (is) expect(met).toBe(true);
    }),
  );
});

test.each([
  [{ type: 1 }, 'Not counted: it is a Mailing list, and only User accounts use seats.'],
  [{ disabled: 2 }, 'Not counted: the account is disabled for sign-in and mail.'],
  [{ flags: 0 }, 'Not counted: U_IM off for this account.'],
  [{ domainFlags: DOMAIN_FIXED_FLAGS }, 'Not counted: on for the account, but x.example does not grant it (D_IM off).'],
  [{}, 'Counted: Instant Messaging on.'],
])('LICENSING 6: why %j', (change, reason) => {
  const account = { type: 0, disabled: 0, flags: ALL_FLAGS, domainFlags: ALL_FLAGS, domain: 'x.example', ...change };
  expect(explainScope(account, moduleOf('im').mask).reason).toBe(reason);
});

test('scopes have names', () => {
  expect(scopeName(moduleOf('im').mask)).toBe('Instant Messaging');
  expect(scopeName(groupMask('mobile'))).toBe('Mobile (group)');
  expect(scopeName(moduleOf('im').mask | moduleOf('sms').mask)).toBe('Instant Messaging + SMS');
});
