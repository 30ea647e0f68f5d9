/** What the lists hold now, asked once for each page, to check a selection against it. */
import type { Client } from '../../../contract/client.ts';
import { isSearch, listRequest } from './lists.ts';
import type { Lists } from './recheck.ts';
import type { Kind } from './selection.ts';

const PAGE = 200;

export function createReader(client: Client): Lists {
  const pages = new Map<string, Promise<readonly string[]>>();
  const totals = new Map<string, Promise<number | undefined>>();

  async function read(kind: Kind, list: string, page: number): Promise<readonly string[]> {
    const request = { offset: page * PAGE, limit: PAGE };
    if (kind === 'domains') return (await client.domains.list(request)).rows.map((row) => row.name);
    return (await client.accounts.list({ ...listRequest(list), ...request })).rows.map((row) => row.address);
  }
  async function total(kind: Kind, list: string): Promise<number | undefined> {
    if (kind === 'domains') return (await client.accounts.summary()).domains;
    if (isSearch(list)) return (await client.accounts.list({ ...listRequest(list), limit: 1 })).total ?? undefined;
    return (await client.domains.list({ mask: list, limit: 1 })).rows[0]?.accounts;
  }
  function once<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  }
  return {
    rows: (kind, list) => once(totals, `${kind} ${list}`, () => total(kind, list)),
    async keyAt(kind, list, index) {
      const page = Math.floor(index / PAGE);
      return (await once(pages, `${kind} ${page} ${list}`, () => read(kind, list, page)))[index % PAGE];
    },
    async everything(kind) {
      const { accounts, domains } = await client.accounts.summary();
      return kind === 'accounts' ? accounts : domains;
    },
  };
}
