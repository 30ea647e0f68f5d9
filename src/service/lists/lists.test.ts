import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneServer } from '../store/one-server.testkit.ts';
import type { TestServer } from '../store/store.testkit.ts';
import { addressOf, expected, fill, finds, inOrder, query, searches, world } from './lists.testkit.ts';

let server: TestServer;

oneServer((opened) => {
  server = opened;
});

interface Page {
  readonly rows: readonly { readonly address: string }[];
  readonly next: string | null;
  readonly total: number | null;
}
type Paging = 'cursor' | 'offset';

/** All addresses by pages, and each total that was said. */
async function pages(read: (at: { cursor: string | null; offset: number }) => Promise<Page>, paging: Paging) {
  const found: string[] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  for (let n = 0; n < 100; n++) {
    const page: Page = await read(paging === 'cursor' ? { cursor, offset: 0 } : { cursor: null, offset: found.length });
    found.push(...page.rows.map(({ address }) => address));
    if (page.total !== null) totals.add(page.total);
    if (page.next === null) break;
    cursor = page.next;
  }
  return { found, totals: [...totals] };
}

const paging = fc.constantFrom<Paging>('cursor', 'offset');
const limit = fc.constantFrom(1, 3, 1000);

test('a module’s list in any order, filtered in any way, by cursor or offset, gives every row exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(fc.tuple(query('im'), paging, limit), { minLength: 1, maxLength: 4 }),
      async (w, asked) => {
        await fill(server, w);
        for (const [input, way, size] of asked) {
          const { found, totals } = await pages((at) => server.seats.list({ ...input, ...at, limit: size }), way);
          const right = expected(w, input);
          expect(found).toEqual(right);
          for (const total of totals) expect(total).toBe(right.length);
        }
      },
    ),
    { numRuns: 120 },
  );
});

test('a search finds in addresses and names, in any case, however it was composed; by cursor or offset every row once', async () => {
  const mask = fc.constantFrom('*@*', '*@a.example', 'al*@*', 'a*@b.example', '*@nowhere.example', 'ä*@*');
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(fc.tuple(mask, searches, paging, limit), { minLength: 1, maxLength: 4 }),
      async (w, asked) => {
        await fill(server, w);
        for (const [at, search, way, size] of asked) {
          const read = (more: { cursor: string | null; offset: number }) =>
            server.accounts.list({ mask: at, search, limit: size, ...more });
          const { found, totals } = await pages(read, way);
          const [local = '', domain = ''] = at.split('@');
          const right = inOrder(w)
            .filter((a) => a.local.startsWith(local.slice(0, -1)) && finds(w, a, search))
            .map((a) => addressOf(w, a))
            .filter((address) => domain === '*' || address.endsWith(`@${domain}`));
          expect(found).toEqual(right);
          for (const total of totals) expect(total).toBe(right.length);
          if (search.trim() !== '') expect(totals).toEqual([right.length]);
        }
      },
    ),
    { numRuns: 120 },
  );
});

test('domains by name, searched, by cursor or offset, each with its accounts', async () => {
  const search = fc.constantFrom('', 'B.EX', 'a', '-', '%', '_', 'nothing');
  await fc.assert(
    fc.asyncProperty(world, search, paging, limit, async (w, text, way, size) => {
      await fill(server, w);
      const counts = new Map<string, number>();
      const read = async (more: { cursor: string | null; offset: number }) => {
        const page = await server.domains.list({ mask: '*', search: text, limit: size, ...more });
        for (const { name, accounts } of page.rows) counts.set(name, accounts);
        return { ...page, rows: page.rows.map(({ name }) => ({ address: name })) };
      };
      const { found, totals } = await pages(read, way);
      const right = w.domains.map(({ name }) => name).filter((name) => name.includes(text.toLowerCase()));
      expect(found).toEqual(right.sort());
      expect(totals).toEqual([right.length]);
      for (const name of right)
        expect(counts.get(name)).toBe(inOrder(w).filter((a) => addressOf(w, a).endsWith(`@${name}`)).length);
    }),
    { numRuns: 30 },
  );
});
