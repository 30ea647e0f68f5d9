import Box from '@mui/material/Box';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Action } from '../../contract/actions.ts';
import { type PopupItem, PopupMenu } from '../ui/popup-menu.tsx';
import { acceleratorText, ariaShortcut } from './accelerators.ts';
import { COMMAND_ACTIONS, type Command, type CommandId } from './commands.ts';
import { useNative } from './context.tsx';
import { runCommand } from './use-triggers.ts';

type MenuName = Action['menu'];
const MENUS = (['File', 'View', 'Tools', 'Help'] as const satisfies readonly MenuName[]).filter((menu) =>
  COMMAND_ACTIONS.some((a) => a.menu === menu),
);

/** The menu of a browser window, from the same actions as the native one: Alt+letter, arrows, Enter, Esc. */
export function MenuBar({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const { mac } = useNative();
  const bar = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<MenuName | null>(null);
  const [current, setCurrent] = useState<MenuName>('File');
  const focusItem = (menu: MenuName) => bar.current?.querySelector<HTMLElement>(`[data-menu="${menu}"]`)?.focus();

  function show(menu: MenuName): void {
    setCurrent(menu);
    setOpen(menu);
  }
  function step(by: number): void {
    const next = MENUS[(MENUS.indexOf(current) + by + MENUS.length) % MENUS.length] ?? 'File';
    setCurrent(next);
    if (open) setOpen(next);
    else focusItem(next);
  }
  function choose(item: PopupItem): void {
    // The menu is gone and its name has the focus before a dialog opens, so that the dialog returns it there.
    flushSync(() => setOpen(null));
    focusItem(current);
    item.run();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowRight') step(1);
    else if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'ArrowDown' && !open) show(current);
    else return;
    event.preventDefault();
  }

  const onAlt = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const menu = MENUS.find((m) => m.charAt(0).toLowerCase() === event.key.toLowerCase());
    // Behind a dialog the menu bar is out of reach.
    if (!menu || bar.current?.closest('[aria-hidden="true"]')) return;
    event.preventDefault();
    show(menu);
  });
  useEffect(() => {
    window.addEventListener('keydown', onAlt);
    return () => window.removeEventListener('keydown', onAlt);
  }, []);

  const itemsOf = (menu: MenuName): PopupItem[] =>
    COMMAND_ACTIONS.filter((a) => a.menu === menu).map(({ id, label, accelerator, separated }) => ({
      id,
      label,
      separated,
      reason: commands[id].reason,
      checked: commands[id].checked,
      shortcut:
        accelerator === undefined
          ? undefined
          : { text: acceleratorText(accelerator, mac), aria: ariaShortcut(accelerator, mac) },
      run: () => runCommand(commands[id]),
    }));

  return (
    <Box ref={bar} role="menubar" aria-label="Menu" onKeyDown={onKey} sx={{ display: 'flex' }}>
      {MENUS.map((menu) => (
        <Box key={menu} sx={{ position: 'relative' }}>
          <Box
            component="button"
            role="menuitem"
            type="button"
            data-menu={menu}
            aria-haspopup="menu"
            aria-expanded={open === menu}
            aria-keyshortcuts={`Alt+${menu.charAt(0)}`}
            tabIndex={menu === current ? 0 : -1}
            // Pressing the name of an open menu must not take the focus out of the menu first: it would open again.
            onMouseDown={(event) => open && event.preventDefault()}
            onClick={() => (open === menu ? setOpen(null) : show(menu))}
            onPointerEnter={() => open && show(menu)}
            sx={name}
          >
            <u>{menu.charAt(0)}</u>
            {menu.slice(1)}
          </Box>
          {open === menu && (
            <PopupMenu
              label={menu}
              items={itemsOf(menu)}
              onChoose={choose}
              onLeave={(back) => {
                setOpen((now) => (now === menu ? null : now));
                if (back) focusItem(menu);
              }}
            />
          )}
        </Box>
      ))}
    </Box>
  );
}

const name = {
  font: 'inherit',
  color: 'inherit',
  border: 0,
  background: 'none',
  px: 1,
  minHeight: 32,
  borderRadius: 1,
  '& u': { textDecorationThickness: 1, textUnderlineOffset: 2 },
  '&:hover, &[aria-expanded="true"]': { backgroundColor: 'action.hover' },
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main' },
} as const;
