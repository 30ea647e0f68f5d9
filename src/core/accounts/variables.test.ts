import { expect, test } from 'vitest';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS, SERVICE_FLAGS } from '../seats/modules.ts';
import {
  ACCOUNT_VARIABLES,
  accountVariable,
  changedFlags,
  DOMAIN_VARIABLES,
  domainVariable,
  parseAccountVariables,
  parseDomainVariables,
} from './variables.ts';

const im = 1 << 8;
const gw = 1 << 7;

test('LICENSING 1: names are case-insensitive, booleans are 0, 1, true, false', () => {
  expect(
    parseAccountVariables({ u_im: 'FALSE', U_GW: ' 1 ', u_NAME: ' Al ', U_type: '7', U_AccountDisabled: '2' }),
  ).toEqual({
    ok: true,
    change: { on: gw, off: im, name: 'Al', type: 7, disabled: 2 },
  });
  expect(parseDomainVariables({ D_CALENDAR: 'true', d_im: '0' })).toEqual({ ok: true, change: { on: gw, off: im } });
});

test('the last of two spellings of one variable counts', () => {
  expect(parseAccountVariables({ U_IM: '1', u_im: '0' })).toMatchObject({ change: { on: 0, off: im } });
});

test.each([
  [{ U_IM: '2' }, 'VALUE_INVALID'],
  [{ U_IM: '' }, 'VALUE_INVALID'],
  [{ U_Type: '9' }, 'VALUE_INVALID'],
  [{ U_Type: '1.0' }, 'VALUE_INVALID'],
  [{ U_AccountDisabled: '4' }, 'VALUE_INVALID'],
  [{ U_Name: 'a\nb' }, 'VALUE_INVALID'],
  [{ U_Name: 'x'.repeat(256) }, 'VALUE_INVALID'],
  [{ U_Cisco: '1' }, 'VARIABLE_UNKNOWN'],
  [{ D_IM: '1' }, 'VARIABLE_UNKNOWN'],
  [{ toString: '1' }, 'VARIABLE_UNKNOWN'],
  [{ U_IM: 'constructor' }, 'VALUE_INVALID'],
])('%j of an account is refused: %s', (variables: Record<string, string>, code) => {
  expect(parseAccountVariables(variables)).toMatchObject({ ok: false, code });
});

test('LICENSING 1: a domain has no variable for what it cannot withhold', () => {
  expect(parseDomainVariables({ D_SMTP: '1' })).toMatchObject({ ok: false, code: 'VARIABLE_UNKNOWN' });
  const off = parseDomainVariables(Object.fromEntries(DOMAIN_VARIABLES.map((name) => [name, '0'])));
  expect(off.ok && changedFlags(ALL_FLAGS, off.change)).toBe(DOMAIN_FIXED_FLAGS);
});

test('what is set is what is shown', () => {
  for (const flag of SERVICE_FLAGS) {
    const set = parseAccountVariables({ [flag.accountVariable]: '0' });
    const flags = set.ok ? changedFlags(ALL_FLAGS, set.change) : 0;
    const account = { name: 'Al', type: 3, disabled: 1, flags };
    const shown = ACCOUNT_VARIABLES.map((name) => [name, accountVariable(account, name.toUpperCase())]);
    const others = Object.fromEntries(SERVICE_FLAGS.map((f) => [f.accountVariable, f === flag ? 0 : 1]));
    expect(Object.fromEntries(shown)).toEqual({ U_Name: 'Al', U_Type: 3, U_AccountDisabled: 1, ...others });
    if (flag.domainVariable) expect(domainVariable(flags, flag.domainVariable.toLowerCase())).toBe(0);
  }
  expect(accountVariable({ name: '', type: 0, disabled: 0, flags: 0 }, 'U_Nothing')).toBeUndefined();
});
