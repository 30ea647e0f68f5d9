import Box from '@mui/material/Box';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { COMMAND_ACTIONS, type Command, type CommandId } from './commands.ts';
import { MenuPanel } from './menu-panel.tsx';
import { runCommand } from './use-triggers.ts';

const MENUS = ['File', 'View', 'Tools', 'Help'] as const;
const PRESENT = MENUS.filter((menu) => COMMAND_ACTIONS.some((a) => a.menu === menu));

/** The menu of a browser window, from the same actions as the native one: Alt+letter, arrows, Enter, Esc. */
export function MenuBar({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const bar = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<(typeof MENUS)[number] | null>(null);
  const [current, setCurrent] = useState<(typeof MENUS)[number]>(PRESENT[0] ?? 'File');

  const item = (menu: string) => bar.current?.querySelector<HTMLElement>(`[data-menu="${menu}"]`);
  function show(menu: (typeof MENUS)[number]): void {
    setCurrent(menu);
    setOpen(menu);
  }
  function step(by: number): void {
    const next = PRESENT[(PRESENT.indexOf(current) + by + PRESENT.length) % PRESENT.length] ?? 'File';
    setCurrent(next);
    if (open) setOpen(next);
    else item(next)?.focus();
  }
  function leave(): void {
    setOpen(null);
    item(current)?.focus();
  }
  function choose(id: CommandId): void {
    leave();
    runCommand(commands[id]);
  }
  function onBarKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowRight') step(1);
    else if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'Escape' && open) leave();
    else if (event.key === 'ArrowDown' && !open) show(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const onAlt = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const menu = PRESENT.find((m) => m[0]?.toLowerCase() === event.key.toLowerCase());
    // Behind a dialog the menu bar is out of reach.
    if (!menu || bar.current?.closest('[aria-hidden="true"]')) return;
    event.preventDefault();
    show(menu);
  });
  const onOutside = useEffectEvent((event: PointerEvent) => {
    if (event.target instanceof Node && !bar.current?.contains(event.target)) setOpen(null);
  });
  useEffect(() => {
    window.addEventListener('keydown', onAlt);
    window.addEventListener('pointerdown', onOutside);
    return () => {
      window.removeEventListener('keydown', onAlt);
      window.removeEventListener('pointerdown', onOutside);
    };
  }, []);

  return (
    <Box ref={bar} role="menubar" aria-label="Menu" onKeyDown={onBarKey} sx={{ display: 'flex' }}>
      {PRESENT.map((menu) => (
        <Box key={menu} sx={{ position: 'relative' }}>
          <Box
            component="button"
            role="menuitem"
            type="button"
            data-menu={menu}
            aria-haspopup="menu"
            aria-expanded={open === menu}
            aria-keyshortcuts={`Alt+${menu[0]}`}
            tabIndex={menu === current ? 0 : -1}
            onClick={() => (open === menu ? leave() : show(menu))}
            onPointerEnter={() => open && show(menu)}
            sx={topItem}
          >
            <u>{menu[0]}</u>
            {menu.slice(1)}
          </Box>
          {open === menu && (
            <MenuPanel
              label={menu}
              actions={COMMAND_ACTIONS.filter((a) => a.menu === menu)}
              commands={commands}
              onChoose={choose}
              onTab={() => setOpen(null)}
            />
          )}
        </Box>
      ))}
    </Box>
  );
}

const topItem = {
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
