/** Goes to a domain or an account by its name, wherever it stands. */
import type { Client } from '../../../contract/client.ts';
import { compareKeys, DOMAINS } from './lists.ts';
import { createReader } from './reader.ts';
import { placeOf } from './recheck.ts';
import type { Kind, Place } from './selection.ts';
import { useManagement } from './state.ts';
import { openDomain } from './tree-rows.ts';
import type { TreeSource } from './tree-source.ts';

async function find(client: Client, kind: Kind, list: string, key: string): Promise<Place | undefined> {
  const reader = createReader(client);
  const rows = (await reader.rows(kind, list)) ?? 0;
  const keyAt = (index: number) => reader.keyAt(kind, list, index);
  const index = await placeOf(key, 0, rows, keyAt, (a, b) => compareKeys(kind, a, b));
  return index === undefined ? undefined : { kind, list, index, key };
}

/** Selects it in the tree, or only opens the domain. False: it is not there, and nothing is done. */
export async function reveal(client: Client, tree: TreeSource, kind: Kind | 'open', key: string): Promise<boolean> {
  const name = kind === 'accounts' ? key.slice(key.lastIndexOf('@') + 1) : key;
  if (kind === 'open' && openDomain(tree.tree(), name)) return true;
  const domain = await find(client, 'domains', DOMAINS, name);
  if (!domain) return false;
  await tree.refresh();
  let at = domain;
  if (kind !== 'domains') {
    const [row] = (await client.domains.list({ mask: name, limit: 1 })).rows;
    if (row) tree.openRow(domain.index, row);
    if (!row || kind === 'open') return row !== undefined;
    const account = await find(client, 'accounts', name, key);
    if (!account) return false;
    at = account;
  }
  const { setSearch, choose } = useManagement.getState();
  setSearch('');
  choose({ do: 'one', at }, at);
  return true;
}
