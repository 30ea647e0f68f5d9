import { mdiCheck } from '@mdi/js';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { Fragment, type KeyboardEvent, useEffect, useRef } from 'react';
import { Icon } from './icon.tsx';
import { mnemonicOf } from './mnemonic.ts';

export interface PopupItem {
  readonly id: string;
  /** `&` marks the mnemonic. */
  readonly label: string;
  readonly run: () => void;
  /** Of several that exclude each other, the one in force. */
  readonly checked?: boolean | undefined;
  /** Why it cannot be used now: shown under the label. */
  readonly reason?: string | undefined;
  readonly shortcut?: { readonly text: string; readonly aria: string } | undefined;
  /** A line above it. */
  readonly separated?: boolean | undefined;
}

interface PopupMenuProps {
  readonly label: string;
  readonly items: readonly PopupItem[];
  /** Opens upwards, for buttons at the lower edge. */
  readonly up?: boolean;
  readonly onChoose: (item: PopupItem) => void;
  /** Esc, Tab, or the focus went elsewhere. */
  readonly onLeave: (back: boolean) => void;
}

const ITEM = '[role^="menuitem"]';

/** An open menu beside its button (which stands in a `position: relative` box). The focus is on an item. */
export function PopupMenu({ label, items, up = false, onChoose, onLeave }: PopupMenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const checks = items.some((item) => item.checked !== undefined);
  useEffect(() => list.current?.querySelector<HTMLElement>(ITEM)?.focus(), []);

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>(ITEM) ?? [])];
    const to = itemAfter(
      event.key,
      all.findIndex((item) => item.matches(':focus')),
      all.length,
    );
    const letter = event.key.length === 1 ? event.key.toLowerCase() : undefined;
    const named = items.find((item) => mnemonicOf(item.label).letter === letter);
    const begins = items.findIndex((item) => letter && item.label.toLowerCase().startsWith(letter));
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave(event.key === 'Escape');
    else if (named) onChoose(named);
    else if (begins >= 0) all[begins]?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  }

  return (
    <Paper
      ref={list}
      elevation={6}
      role="menu"
      aria-label={label}
      onKeyDown={onKey}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || onLeave(false)}
      sx={{ ...panel, ...(up ? { bottom: '100%', mb: 0.5 } : {}) }}
    >
      {items.map((item) => (
        <Fragment key={item.id}>
          {item.separated && <Box role="separator" sx={{ my: 0.5, borderTop: '1px solid', borderColor: 'divider' }} />}
          <Item item={item} checks={checks} onChoose={() => onChoose(item)} />
        </Fragment>
      ))}
    </Paper>
  );
}

/** Index of the item that a key leads to; undefined: it is no key of a menu. */
function itemAfter(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

interface ItemProps {
  readonly item: PopupItem;
  /** The menu has a column for check marks. */
  readonly checks: boolean;
  readonly onChoose: () => void;
}

function Item({ item, checks, onChoose }: ItemProps) {
  const { before, letter, after } = mnemonicOf(item.label);
  const radio = item.checked !== undefined;
  return (
    <Box
      component="button"
      type="button"
      role={radio ? 'menuitemradio' : 'menuitem'}
      {...(radio ? { 'aria-checked': item.checked } : {})}
      aria-disabled={item.reason !== undefined}
      {...(item.shortcut ? { 'aria-keyshortcuts': item.shortcut.aria } : {})}
      tabIndex={-1}
      onClick={onChoose}
      onPointerMove={(event) => event.currentTarget.focus()}
      sx={{ ...row, gridTemplateColumns: checks ? '16px 1fr auto' : '1fr auto' }}
    >
      {checks && <span>{item.checked && <Icon path={mdiCheck} sx={{ fontSize: 16, display: 'block' }} />}</span>}
      <span>
        {before}
        {letter && <u>{item.label.charAt(before.length + 1)}</u>}
        {after}
        {item.reason !== undefined && (
          <Typography variant="caption" component="span" color="textSecondary" sx={reasonText}>
            {item.reason}
          </Typography>
        )}
      </span>
      <Box component="span" sx={{ color: 'text.secondary' }} aria-hidden>
        {item.shortcut?.text}
      </Box>
    </Box>
  );
}

const panel = {
  position: 'absolute',
  left: 0,
  zIndex: 'modal',
  minWidth: 240,
  py: 0.5,
  border: '1px solid',
  borderColor: 'divider',
} as const;

const reasonText = { display: 'block', maxWidth: 300, whiteSpace: 'normal' } as const;

const row = {
  display: 'grid',
  alignItems: 'center',
  columnGap: 1,
  width: '100%',
  minHeight: 30,
  px: 1.5,
  font: 'inherit',
  fontSize: '0.8125rem',
  color: 'inherit',
  textAlign: 'left',
  border: 0,
  background: 'none',
  whiteSpace: 'nowrap',
  '& u': { textDecorationThickness: 1, textUnderlineOffset: 2 },
  '&[aria-disabled="true"]': { color: 'text.secondary' },
  '&:focus': { backgroundColor: 'action.selected', outline: 'none' },
} as const;
