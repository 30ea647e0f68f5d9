/** The rows of the License dialog's table and how the keyboard moves in them. Pure: no React, no DOM. */
import type { LicenseGroupRow, LicenseModuleRow, LicenseView } from '../../../contract/schemas.ts';
import { groupOf, moduleOf } from '../../../core/seats/modules.ts';
import type { Scope } from '../../app/store.ts';

export type Figures = LicenseGroupRow | LicenseModuleRow;

export interface SeatsNode {
  readonly key: string;
  readonly level: 1 | 2;
  /** Key of the row that holds it. */
  readonly parent: string | null;
  readonly name: string;
  readonly category: string;
  /** Absent on the heading “Not licensed”. */
  readonly scope: Scope | null;
  readonly figures: Figures | null;
  /** The group whose seats it shares, if it has none of its own. */
  readonly sharedWith: string | null;
  readonly children: number;
}

const UNLICENSED = 'unlicensed';

const moduleNode = (row: LicenseModuleRow, parent: string | null, sharedWith: string | null): SeatsNode => ({
  key: `module:${row.id}`,
  level: parent === null ? 1 : 2,
  parent,
  name: row.name,
  category: row.category,
  scope: { kind: 'module', id: row.id },
  figures: row,
  sharedWith,
  children: 0,
});

function groupNodes(row: LicenseGroupRow, modules: readonly LicenseModuleRow[]): SeatsNode[] {
  const key = `group:${row.id}`;
  const { name } = groupOf(row.id);
  const children = modules.filter((m) => moduleOf(m.id).group === row.id);
  const group: SeatsNode = {
    key,
    level: 1,
    parent: null,
    name,
    category: row.category,
    scope: { kind: 'group', id: row.id },
    figures: row,
    sharedWith: null,
    children: children.length,
  };
  return [group, ...children.map((m) => moduleNode(m, key, m.ownPool ? null : name))];
}

function unlicensedNodes(modules: readonly LicenseModuleRow[]): SeatsNode[] {
  if (modules.length === 0) return [];
  const heading: SeatsNode = {
    key: UNLICENSED,
    level: 1,
    parent: null,
    name: 'Not licensed',
    category: '',
    scope: null,
    figures: null,
    sharedWith: null,
    children: modules.length,
  };
  return [heading, ...modules.map((m) => moduleNode(m, UNLICENSED, null))];
}

/** INTERFACES 4: by category five groups that open to their modules, by module the modules; “Not licensed” apart. */
export function seatsTree(view: Pick<LicenseView, 'modules' | 'groups'>, byModule: boolean): SeatsNode[] {
  const licensed = view.modules.filter((m) => m.licensed);
  const covered = byModule
    ? licensed.map((m) => moduleNode(m, null, null))
    : view.groups
        .filter((g) => g.licensed || licensed.some((m) => moduleOf(m.id).group === g.id))
        .flatMap((g) => groupNodes(g, licensed));
  return [...covered, ...unlicensedNodes(view.modules.filter((m) => !m.licensed))];
}

export const visibleNodes = (nodes: readonly SeatsNode[], expanded: ReadonlySet<string>): SeatsNode[] =>
  nodes.filter((n) => n.parent === null || expanded.has(n.parent));

/** What a key does: move to a row, open or close one, or show its accounts. */
export type TreeStep =
  | { readonly do: 'move'; readonly to: string }
  | { readonly do: 'toggle'; readonly key: string }
  | { readonly do: 'open'; readonly scope: Scope };

export function treeStep(
  visible: readonly SeatsNode[],
  expanded: ReadonlySet<string>,
  active: string,
  key: string,
): TreeStep | null {
  const index = visible.findIndex((n) => n.key === active);
  const node = visible[index];
  if (!node) return null;
  const move = (to: SeatsNode | undefined): TreeStep | null => (to ? { do: 'move', to: to.key } : null);
  const open = node.children > 0 && expanded.has(node.key);
  switch (key) {
    case 'ArrowDown':
      return move(visible[index + 1]);
    case 'ArrowUp':
      return move(visible[index - 1]);
    case 'Home':
      return move(visible[0]);
    case 'End':
      return move(visible.at(-1));
    case 'ArrowRight':
      if (open) return move(visible[index + 1]);
      return node.children > 0 ? { do: 'toggle', key: node.key } : null;
    case 'ArrowLeft':
      if (open) return { do: 'toggle', key: node.key };
      return node.parent === null ? null : { do: 'move', to: node.parent };
    case 'Enter':
      return node.scope ? { do: 'open', scope: node.scope } : { do: 'toggle', key: node.key };
    default:
      return null;
  }
}
