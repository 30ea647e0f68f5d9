import { expect, test } from 'vitest';
import { createTouchWatch, createVersions, moveVersions, readVersions, touchedBy } from './versions.ts';

test.each([
  ['insert into "account" ("id") values (?)', true, false],
  ['update "address" set "local" = ?', true, false],
  ['delete from "domain" where "id" = ?', true, false],
  ['INSERT OR REPLACE INTO account select * from temp.given', true, false],
  ['with x as (select 1) update account set flags = 0', true, false],
  ['update "access" set "last_access" = ?', false, true],
  ['update seat_trial set waiting = 0', false, true],
  ['insert into "seat_counter" ("mask") values (?)', false, false],
  ['insert into "account_before" select * from account', false, false],
  ['select * from "account" where "name" = ?', false, false],
])('%s', (sql, accounts, seats) => {
  expect(touchedBy(sql)).toEqual({ accounts, seats });
});

test('what was heard since it was asked last moves the versions', () => {
  const watch = createTouchWatch();
  const words = createVersions();
  const commit = () => {
    moveVersions(words, watch.take());
    return readVersions(words);
  };
  watch.hear('update "account" set "name" = ?');
  watch.hear('select 1');
  expect(commit()).toEqual({ accounts: 1, seats: 0 });
  watch.hear('insert into "seat" default values');
  expect(commit()).toEqual({ accounts: 1, seats: 1 });
  expect(commit()).toEqual({ accounts: 1, seats: 1 });
});
