import { expect, test, vi } from 'vitest';
import { createPagedRows, type PageRequest } from './paged-rows.ts';

/** A list of `length` numbers; each request is recorded as cursor or offset. */
function listOf(length: number, expected: number | null, keep = 10) {
  const asked: string[] = [];
  const fault = { error: null as Error | null };
  const list = createPagedRows<number>({
    pageSize: 100,
    keep,
    expected,
    fetchPage: async ({ cursor, offset, limit }: PageRequest) => {
      asked.push(cursor === null ? `offset ${offset}` : `after ${cursor}`);
      if (fault.error) throw fault.error;
      const start = cursor === null ? offset : Number(cursor) + 1;
      const end = Math.min(length, start + limit);
      const rows = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
      return { rows, next: end < length ? String(end - 1) : null };
    },
  });
  const need = async (first: number, end: number) => {
    list.need(first, end);
    await vi.waitFor(() => expect(list.state().loading).toBe(false));
  };
  return { list, asked, need, fault };
}

test('pages that follow each other are read by cursor, a far one at once by its offset', async () => {
  const { list, asked, need } = listOf(1_000_000, 1_000_000);
  await need(0, 150);
  await need(999_950, 1_000_000);
  expect(asked).toEqual(['offset 0', 'after 99', 'offset 999900']);
  expect([list.row(0), list.row(999_999), list.row(500_000)]).toEqual([0, 999_999, undefined]);
  expect(list.state()).toMatchObject({ count: 1_000_000, exact: true });
});

test('an unknown length grows while it is read, and is exact at the end', async () => {
  const { list, need } = listOf(250, null);
  await need(0, 20);
  expect(list.state()).toMatchObject({ count: 200, exact: false });
  await need(180, 220);
  await need(280, 300);
  expect(list.state()).toMatchObject({ count: 250, exact: true });
});

test('fewer rows than expected: the end is where the rows end', async () => {
  const { list, need } = listOf(5, 1000);
  await need(900, 1000);
  await need(0, 20);
  expect(list.state()).toMatchObject({ count: 5, exact: true });
});

test('only pages near the rows in view are kept, and read again when they are wanted again', async () => {
  const { list, asked, need } = listOf(10_000, 10_000, 3);
  for (const first of [0, 1000, 2000, 3000]) await need(first, first + 10);
  expect(list.row(0)).toBeUndefined();
  await need(0, 10);
  expect(list.row(0)).toBe(0);
  expect(asked.filter((a) => a === 'offset 0')).toHaveLength(2);
});

test('an error stops reading until somebody tries again', async () => {
  const { list, asked, need, fault } = listOf(500, 500);
  fault.error = new TypeError('fetch failed');
  await need(0, 10);
  expect(list.state().error).toBe(fault.error);
  list.need(100, 110);
  expect(asked).toHaveLength(1);
  fault.error = null;
  list.retry();
  await vi.waitFor(() => expect(list.row(100)).toBe(100));
  expect(list.state().error).toBeNull();
});

test('a list that changed is read again where it is looked at, and shows what it had until then', async () => {
  let shift = 0;
  const asked: number[] = [];
  const list = createPagedRows<number>({
    pageSize: 100,
    keep: 10,
    expected: null,
    fetchPage: async ({ offset, limit }) => {
      asked.push(offset);
      const rows = Array.from({ length: limit }, (_, i) => offset + i + shift);
      return { rows, next: 'more', total: 1000 + shift };
    },
  });
  list.need(100, 110);
  await vi.waitFor(() => expect(list.state()).toMatchObject({ count: 1000, exact: true, loading: false }));
  shift = 7;
  list.refresh();
  expect(list.row(100)).toBe(100);
  await vi.waitFor(() => expect(list.row(100)).toBe(107));
  expect(list.state().count).toBe(1007);
  expect(asked).toEqual([100, 100]);
});

test('an empty list that has grown shows its rows', async () => {
  let rows: number[] = [];
  const list = createPagedRows<number>({
    pageSize: 100,
    keep: 10,
    expected: null,
    fetchPage: async () => ({ rows, next: null, total: rows.length }),
  });
  list.need(0, 1);
  await vi.waitFor(() => expect(list.state()).toMatchObject({ count: 0, exact: true, loading: false }));
  rows = [1, 2];
  list.refresh();
  await vi.waitFor(() => expect(list.row(1)).toBe(2));
  expect(list.state().count).toBe(2);
});
