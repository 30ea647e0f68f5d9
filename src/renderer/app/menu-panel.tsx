import { mdiCheck } from '@mdi/js';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Action } from '../../contract/actions.ts';
import { Icon } from '../ui/icon.tsx';
import { acceleratorText, ariaShortcut } from './accelerators.ts';
import type { Command, CommandId } from './commands.ts';
import { useNative } from './context.tsx';
import { mnemonicOf } from './mnemonic.ts';

interface MenuPanelProps {
  readonly label: string;
  readonly actions: readonly (Action & { readonly id: CommandId })[];
  readonly commands: Record<CommandId, Command>;
  readonly onChoose: (id: CommandId) => void;
  readonly onTab: () => void;
}

/** One open menu. The focus is on an item; left and right are the bar's. */
export function MenuPanel({ label, actions, commands, onChoose, onTab }: MenuPanelProps) {
  const { mac } = useNative();
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  useEffect(() => list.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(), []);

  function onKey(event: KeyboardEvent): void {
    const all = items();
    const index = all.findIndex((item) => item.matches(':focus'));
    const target: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1 + all.length, Home: 0, End: -1 };
    const to = target[event.key];
    if (to !== undefined) all.at(to < 0 ? to : to % all.length)?.focus();
    else if (event.key === 'Tab') onTab();
    else {
      const named = actions.find((a) => mnemonicOf(a.label).letter === event.key.toLowerCase());
      if (!named || event.ctrlKey || event.metaKey) return;
      onChoose(named.id);
    }
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
      sx={{
        position: 'absolute',
        zIndex: 'modal',
        minWidth: 260,
        py: 0.5,
        border: '1px solid',
        borderColor: 'divider',
      }}
    >
      {actions.map((action) => {
        const command = commands[action.id];
        const { before, letter, after } = mnemonicOf(action.label);
        const radio = command.checked !== undefined;
        return (
          <Box
            key={action.id}
            component="button"
            type="button"
            role={radio ? 'menuitemradio' : 'menuitem'}
            {...(radio ? { 'aria-checked': command.checked } : {})}
            aria-disabled={command.reason !== undefined}
            title={command.reason}
            {...(action.accelerator ? { 'aria-keyshortcuts': ariaShortcut(action.accelerator, mac) } : {})}
            tabIndex={-1}
            data-separated={action.separated ?? false}
            onClick={() => onChoose(action.id)}
            onPointerEnter={(event) => event.currentTarget.focus()}
            sx={menuItem}
          >
            <span>{command.checked && <Icon path={mdiCheck} sx={{ fontSize: 16 }} />}</span>
            <span>
              {before}
              {letter && <u>{action.label.slice(before.length + 1, before.length + 2)}</u>}
              {after}
            </span>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {action.accelerator ? acceleratorText(action.accelerator, mac) : ''}
            </Box>
          </Box>
        );
      })}
    </Paper>
  );
}

const menuItem = {
  display: 'grid',
  gridTemplateColumns: '24px 1fr auto',
  alignItems: 'center',
  columnGap: 1,
  width: '100%',
  minHeight: 30,
  px: 1,
  font: 'inherit',
  color: 'inherit',
  textAlign: 'left',
  border: 0,
  background: 'none',
  whiteSpace: 'nowrap',
  '&[aria-disabled="true"]': { opacity: 0.55 },
  '&[data-separated="true"]': { borderTop: '1px solid', borderColor: 'divider', mt: 0.5, pt: 0.5 },
  '&:focus': { backgroundColor: 'action.selected', outline: 'none' },
} as const;
