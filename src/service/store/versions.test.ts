import { expect, test } from 'vitest';
import {
  CHANGED,
  changesSince,
  createTouchWatch,
  createVersions,
  LOG_ENTRIES,
  logAccounts,
  moveVersions,
  readVersions,
  touchesSeats,
} from './versions.ts';

test.each([
  ['update "access" set "last_access" = ?', true],
  ['update seat_trial set waiting = 0', true],
  ['with x as (select 1) delete from pool', true],
  ['INSERT OR REPLACE INTO seat select * from temp.given', true],
  ['insert into "account" ("id") values (?)', false],
  ['insert into "seat_counter" ("mask") values (?)', false],
  ['select * from "seat" where "pool" = ?', false],
])('%s', (sql, seats) => {
  expect(touchesSeats(sql)).toBe(seats);
});

test('what was heard since it was asked last moves the versions', () => {
  const watch = createTouchWatch();
  const shared = createVersions();
  const commit = () => {
    moveVersions(shared, watch.take());
    return readVersions(shared);
  };
  watch.row(7);
  watch.row(7);
  watch.hear('select 1');
  expect(commit()).toEqual({ accounts: 1, seats: 0 });
  watch.hear('insert into "seat" default values');
  expect(commit()).toEqual({ accounts: 1, seats: 1 });
  expect(commit()).toEqual({ accounts: 1, seats: 1 });
});

test('changes since a state are told apart, also over the ends of the log and of its numbers', () => {
  const shared = createVersions();
  shared.counts[0] = 0x7fffffff - 1;
  const since = readVersions(shared).accounts;
  for (const entry of [5, CHANGED.services, 5, 9, CHANGED.gone]) logAccounts(shared, entry);
  const { upTo, kinds, addresses } = changesSince(shared, since);
  expect([[...kinds], [...addresses]]).toEqual([
    [CHANGED.services, CHANGED.gone],
    [5, 9],
  ]);
  expect(changesSince(shared, upTo)).toEqual({ upTo, kinds: new Set(), addresses: new Set() });
});

test('more changes than the log holds may be anything', () => {
  const shared = createVersions();
  for (let n = 1; n <= LOG_ENTRIES; n++) logAccounts(shared, n);
  expect(changesSince(shared, 0)).toMatchObject({ kinds: new Set(), addresses: { size: LOG_ENTRIES } });
  logAccounts(shared, 1);
  expect(changesSince(shared, 0).kinds).toEqual(new Set([CHANGED.all]));
  expect(changesSince(shared, 1).kinds).toEqual(new Set());

  const watch = createTouchWatch();
  for (let n = 1; n <= LOG_ENTRIES + 5; n++) watch.row(n);
  expect(watch.take().accounts).toContain(CHANGED.all);
});
