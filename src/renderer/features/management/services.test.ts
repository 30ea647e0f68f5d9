import { expect, test } from 'vitest';
import { SERVICE_FLAGS } from '../../../core/seats/modules.ts';
import { accountServices, domainServices, nextEdit, type ServiceGroup, stateOf, withEdit } from './services.ts';

const course = (state: 'on' | 'off' | 'mixed') => {
  const seen = [];
  let edit: string | undefined;
  for (let click = 0; click < 3; click += 1) {
    edit = nextEdit(state, edit);
    seen.push(edit);
  }
  return seen;
};

test.each([
  ['mixed', ['1', '0', undefined]],
  ['on', ['0', undefined, '0']],
  ['off', ['1', undefined, '1']],
] as const)('INTERFACES 4: clicks on a box that is %s', (state, edits) => {
  expect(course(state)).toEqual(edits);
});

test('all on, none on, anything between', () => {
  expect([stateOf(3, 3), stateOf(0, 3), stateOf(1, 3), stateOf(0, 0)]).toEqual(['on', 'off', 'mixed', 'off']);
});

test('an edit is taken back by its absence', () => {
  const edits = withEdit(withEdit({}, 'U_IM', '0'), 'U_GW', '1');
  expect(edits).toEqual({ U_IM: '0', U_GW: '1' });
  expect(withEdit(edits, 'U_IM', undefined)).toEqual({ U_GW: '1' });
});

const row = (groups: ServiceGroup[], name: string) => groups.flatMap((g) => g.rows).find((r) => r.flag.name === name);
const policies = (on: number, granted: number) =>
  SERVICE_FLAGS.map((f) => ({ variable: f.accountVariable, on, granted }));

test('LICENSING 1: twenty boxes of accounts in five groups; what no domain grants is disabled with the reason', () => {
  const all = accountServices({ accounts: 50, users: 50, disabled: 0, services: policies(12, 50) });
  expect(all.map((g) => [g.group.name, g.rows.length])).toEqual([
    ['Communication', 4],
    ['Security', 3],
    ['Collaboration', 9],
    ['Mobile', 2],
    ['Desktop', 2],
  ]);
  expect(row(all, 'SMS')).toMatchObject({ state: 'mixed', on: 12, of: 50 });
  expect(row(all, 'SMS')?.reason).toBeUndefined();
  const none = accountServices({ accounts: 1, users: 1, disabled: 0, services: policies(1, 0) }, 'a.example');
  expect(row(none, 'SMS')).toMatchObject({ state: 'on', reason: 'a.example does not grant it.' });
  const some = accountServices({ accounts: 5000, users: 50, disabled: 0, services: policies(1, 1200) });
  expect(row(some, 'SMS')).toMatchObject({ note: 'granted to 1,200 of 5,000' });
});

test('a domain’s switches: those that it can withhold', () => {
  const withheld = SERVICE_FLAGS.flatMap((f) => f.domainVariable ?? []);
  const groups = domainServices({
    domains: 3,
    accounts: 9,
    services: withheld.map((variable) => ({ variable, on: variable === 'D_IM' ? 1 : 3, granted: 3 })),
  });
  expect(row(groups, 'Instant Messaging')).toMatchObject({ variable: 'D_IM', state: 'mixed' });
  expect(row(groups, 'SMTP')).toMatchObject({ state: 'on', reason: 'A domain cannot withhold it.' });
});
