import { expect, test } from 'vitest';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS, GROUPS, groupMask, MODULES, SERVICE_FLAGS } from './modules.ts';

test('LICENSING 1: 20 flags, each a bit of its own, each of a module', () => {
  expect(SERVICE_FLAGS.map((f) => f.bit)).toEqual([...Array(20).keys()]);
  expect(MODULES.reduce((mask, m) => mask | m.mask, 0)).toBe(ALL_FLAGS);
  expect(new Set(MODULES.map((m) => m.mask)).size).toBe(MODULES.length);
});

test('LICENSING 1: mail is held through two flags, every other module through one', () => {
  for (const m of MODULES) {
    const flags = SERVICE_FLAGS.filter((f) => f.module === m.id);
    expect(flags).toHaveLength(m.id === 'mail' ? 2 : 1);
  }
});

test('LICENSING 1: groups share out the modules, none twice', () => {
  expect(GROUPS.reduce((mask, g) => mask | groupMask(g.id), 0)).toBe(ALL_FLAGS);
  expect(GROUPS.map((g) => groupMask(g.id)).reduce((a, b) => a + b)).toBe(ALL_FLAGS);
});

test('LICENSING 1: a domain cannot withhold SMTP, POP3 and IMAP, or the Web Client', () => {
  expect(SERVICE_FLAGS.filter((f) => DOMAIN_FIXED_FLAGS & (1 << f.bit)).map((f) => f.accountVariable)).toEqual([
    'U_SMTP',
    'U_POP3IMAP',
    'U_WebMail',
  ]);
});
