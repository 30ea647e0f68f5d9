import Box from '@mui/material/Box';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useSummary } from '../../app/queries.ts';
import { useVirtualRows } from '../../ui/use-virtual-rows.ts';
import { membership } from './selection.ts';
import { ROOT, useManagement } from './state.ts';
import { pick, treeKey } from './tree-keys.ts';
import { TreeMenu } from './tree-menu.tsx';
import { TREE_ROW_HEIGHT, TreeRow, treeStyle } from './tree-row.tsx';
import type { Left } from './use-left.ts';
import type { RowActions } from './use-row-actions.ts';

const REUSED = 64;

interface AccountTreeProps {
  readonly left: Left;
  readonly actions: RowActions;
  /** Enter: on to the panel. */
  readonly onEnter: () => void;
  /** A letter: on to the search. */
  readonly onType: () => void;
}

/** Domains and their accounts, or the results of a search, of any number: only the rows in view exist. */
export function AccountTree({ left, actions, onEnter, onType }: AccountTreeProps) {
  const { view, tree } = left;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { selection, active, search, choose, moveTo } = useManagement(
    useShallow(({ selection, active, search, choose, moveTo }) => ({ selection, active, search, choose, moveTo })),
  );
  const accounts = useSummary().data?.accounts;
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const size = { count: view.length, rowHeight: TREE_ROW_HEIGHT, header: 0 };
  const rows = useVirtualRows(scroller, { ...size, list: search, onRange: left.need });
  const isSelected = useMemo(() => membership(selection), [selection]);
  const place = view.indexOf(active);
  const index = place ?? 0;
  const flat = search !== '';

  // Wherever the active row went (a key, a domain that was made), it is in view, as soon as its domain is open.
  const shown = useRef(active);
  useEffect(() => {
    if (shown.current === active || place === undefined) return;
    rows.show(place);
    shown.current = active;
  });

  function onKey(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    const step = treeKey(view, { selection, active, index, page: rows.page, accounts: accounts ?? 0, flat }, event);
    if (step === undefined) {
      if (event.key.length === 1 && event.key !== ' ' && !command && !event.altKey) onType();
      return;
    }
    event.preventDefault();
    if (step.do === 'choose') choose(step.action, step.active);
    if (step.do === 'move') moveTo(step.active);
    if (step.do === 'open') tree.open(step.domain);
    if (step.do === 'close') closeDomain(step.domain);
    if (step.do === 'enter') onEnter();
    if (step.do === 'rename') actions.rename.run();
    if (step.do === 'delete') actions.remove.run();
    if (step.do === 'menu') openMenuAt(rowElement(index));
  }
  function closeDomain(domain: number): void {
    const name = tree.domain(domain)?.name;
    const inside = selection.kind === 'accounts' && selection.parts.some((part) => part.list === name);
    const at = { kind: 'domains' as const, list: ROOT.list, index: domain, key: name ?? null };
    // What is not seen any more is not selected either: its domain is, as trees do.
    if (inside && selection.everything === null) choose({ do: 'one', at }, at);
    else if (active.list === name) moveTo(at);
    tree.close(domain);
  }
  const rowElement = (at: number): HTMLElement | null => document.getElementById(`${id}${at}`);
  function openMenuAt(row: HTMLElement | null): void {
    const box = (row ?? scroller.current)?.getBoundingClientRect();
    if (box) setMenu({ x: box.left + 32, y: box.top + TREE_ROW_HEIGHT });
  }
  function onClick(event: MouseEvent, at: number): void {
    const row = view.row(at);
    if ((event.target as HTMLElement).closest('[data-twist]')) {
      if (row.expanded) closeDomain(row.place.index);
      else tree.open(row.place.index);
      return;
    }
    const keys = { shiftKey: event.shiftKey, ctrlKey: event.ctrlKey || event.metaKey };
    const action = pick(view, { selection, index }, at, keys);
    if (action) choose(action, row.place);
  }
  function onContextMenu(event: MouseEvent, at: number): void {
    event.preventDefault();
    const { place } = view.row(at);
    const action = pick(view, { selection, index }, at, { shiftKey: false, ctrlKey: false });
    if (action && !isSelected(place.kind, place.list, place.index)) choose(action, place);
    setMenu({ x: event.clientX, y: event.clientY });
  }

  return (
    <>
      <Box
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label={flat ? 'Accounts found' : 'Domains and accounts'}
        aria-multiselectable
        aria-busy={left.loading}
        {...(rows.isDrawn(index) && view.length > 0 ? { 'aria-activedescendant': `${id}${index}` } : {})}
        onKeyDown={onKey}
        onScroll={rows.onScroll}
        sx={treeStyle}
      >
        <div role="presentation" style={{ height: rows.height }}>
          <div role="presentation" className="block" style={{ transform: `translateY(${rows.blockTop}px)` }}>
            {rows.shown.map((at) => {
              const row = view.row(at);
              const { kind, list, index: inList } = row.place;
              return (
                <TreeRow
                  // Elements are used again for rows that come into view: faster than new ones.
                  key={at % Math.max(REUSED, rows.shown.length)}
                  id={`${id}${at}`}
                  row={row}
                  top={rows.topInBlock(at)}
                  flat={flat}
                  accounts={accounts}
                  selected={isSelected(kind, list, inList)}
                  active={at === index}
                  onClick={(event) => onClick(event, at)}
                  onDoubleClick={() => {
                    if (row.level === 2) row.expanded ? closeDomain(inList) : tree.open(inList);
                  }}
                  onContextMenu={(event) => onContextMenu(event, at)}
                />
              );
            })}
          </div>
        </div>
      </Box>
      {menu && (
        <TreeMenu
          {...menu}
          actions={actions}
          onClose={(back) => {
            setMenu(null);
            if (back) scroller.current?.focus();
          }}
        />
      )}
    </>
  );
}
