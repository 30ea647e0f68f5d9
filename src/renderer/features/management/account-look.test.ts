import { expect, test } from 'vitest';
import { ACCOUNT_TYPES } from '../../../core/seats/counted.ts';
import { accountLook } from './account-look.ts';

test('every type of account has an icon of its own; all but User say their type', () => {
  const looks = ACCOUNT_TYPES.map((_, type) => accountLook({ type, disabled: 0 }));
  expect(new Set(looks.map(({ path }) => path)).size).toBe(ACCOUNT_TYPES.length);
  expect(looks.map(({ type }) => type)).toEqual([undefined, ...ACCOUNT_TYPES.slice(1)]);
});

test('whatever disables an account, it is disabled; a type of a later version has a number', () => {
  expect([0, 1, 2, 3].map((disabled) => accountLook({ type: 0, disabled }).disabled)).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(accountLook({ type: 42, disabled: 0 }).type).toBe('Type 42');
});
