import { expect, test } from 'vitest';
import { whatOf } from './what.ts';

const EVERYTHING = { kind: 'mask', mask: '*@*', search: '' };
const set = (parts: object[], except: string[] = []) => ({ set: { parts, except }, variables: { U_IM: '0' } });

test.each([
  ['modify account', { mask: '*@a.example', variables: { U_IM: '0' } }, '*@a.example: U_IM 0'],
  ['modify account', set([EVERYTHING], ['a@b.example', 'c@b.example']), 'all accounts but 2: U_IM 0'],
  ['modify account', set([{ ...EVERYTHING, search: ' al ' }]), 'all accounts that match “al”: U_IM 0'],
  [
    'modify account',
    set([
      { ...EVERYTHING, mask: '*@a.example' },
      { ...EVERYTHING, mask: 'al*@b.example' },
    ]),
    'all accounts of a.example and al*@b.example: U_IM 0',
  ],
  [
    'modify account',
    set([{ ...EVERYTHING, kind: 'range', from: 'a@b.example', to: 'c@b.example' }]),
    'the accounts from a@b.example to c@b.example: U_IM 0',
  ],
  ['modify account', set([{ kind: 'addresses', addresses: ['a@b.example'] }]), 'a@b.example: U_IM 0'],
  [
    'modify account',
    set([{ kind: 'unused', module: 'im', days: 90 }]),
    'accounts that did not use Instant Messaging in 90 days: U_IM 0',
  ],
  [
    'modify domain',
    { ...set([{ kind: 'names', names: ['a.example', 'b.example'] }]), variables: { D_IM: '1' } },
    '2 domains (a.example, b.example): D_IM 1',
  ],
  [
    'modify domain',
    set([{ kind: 'mask', mask: '*', search: 'x' }], ['a.example']),
    'all domains that match “x” but a.example: U_IM 0',
  ],
  ['create account', { address: 'a@b.example', variables: { U_Name: 'A B' } }, 'a@b.example: U_Name “A B”'],
  ['create domain', { name: 'a.example', variables: {} }, 'a.example'],
  ['rename account', { from: 'a@b.example', to: 'c@b.example' }, 'a@b.example → c@b.example'],
  ['delete account', { mask: '*@a.example' }, '*@a.example'],
  ['undo', { id: 12 }, 'change 12'],
  ['import accounts', { uploadId: 'u1', format: 'csv', dryRun: true }, 'csv, only tried'],
  ['modify system', { values: { C_TimeZone: 'UTC', C_Notice_Also: '' } }, 'C_TimeZone UTC, C_Notice_Also “”'],
  ['recount seats', {}, ''],
  ['backup settings', undefined, ''],
])('%s: %j', (action, input, words) => {
  expect(whatOf(action, input)).toBe(words);
});

test('what the contract refuses has words, too, and never too many', () => {
  expect(whatOf('modify account', { set: { parts: [] } })).toBe('set parts ');
  expect(whatOf('modify account', { mask: 7, set: 'x', variables: [] })).toContain('mask 7');
  expect(whatOf('modify account', { mask: '*@*', variables: { U_Name: 'n'.repeat(9_000) } })).toHaveLength(501);
  expect(whatOf('undo', 'nothing')).toBe('');
});
