import Box from '@mui/material/Box';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { LicenseView, ManagePage } from '../../../contract/schemas.ts';
import type { Scope } from '../../app/store.ts';
import { SeatsHead } from './seats-head.tsx';
import { SeatsRow } from './seats-row.tsx';
import { type SeatsNode, seatsTree, treeStep, visibleNodes } from './seats-tree.ts';
import { seatsTableStyle } from './style.ts';

interface SeatsTableProps {
  readonly view: LicenseView;
  /** Modules instead of groups: a license by module, and WebAdmin always. */
  readonly byModule: boolean;
  readonly onOpen: (scope: Scope) => void;
  readonly onManage: (page: ManagePage) => void;
}

/** The table of the License dialog: a treegrid whose rows take the focus. */
export function SeatsTable({ view, byModule, onOpen, onManage }: SeatsTableProps) {
  const nodes = useMemo(() => seatsTree(view, byModule), [view, byModule]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('');
  const table = useRef<HTMLTableElement>(null);
  const visible = visibleNodes(nodes, expanded);
  const active = visible.some((n) => n.key === chosen) ? chosen : (visible[0]?.key ?? '');

  function focusRow(key: string): void {
    setChosen(key);
    table.current?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  }
  function toggle(key: string): void {
    const next = new Set(expanded);
    if (!next.delete(key)) next.add(key);
    setExpanded(next);
  }
  function onKey(node: SeatsNode, event: KeyboardEvent): void {
    const onRow = event.target === event.currentTarget;
    // Enter on a link of the row is the link's.
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key === 'Enter' && !onRow)) return;
    const step = treeStep(visible, expanded, node.key, event.key);
    if (!step) return;
    event.preventDefault();
    if (step.do === 'move') focusRow(step.to);
    if (step.do === 'toggle') toggle(step.key);
    if (step.do === 'open') onOpen(step.scope);
  }

  return (
    <Box component="table" ref={table} role="treegrid" aria-label="Seats" sx={seatsTableStyle}>
      <SeatsHead />
      <tbody>
        {visible.map((node) => (
          <SeatsRow
            key={node.key}
            node={node}
            active={node.key === active}
            expanded={expanded.has(node.key)}
            onActivate={() => setChosen(node.key)}
            onToggle={() => toggle(node.key)}
            onOpen={() => (node.scope ? onOpen(node.scope) : toggle(node.key))}
            onKey={(event) => onKey(node, event)}
            onManage={onManage}
          />
        ))}
      </tbody>
    </Box>
  );
}
