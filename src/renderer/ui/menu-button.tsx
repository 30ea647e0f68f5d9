import { mdiMenuDown } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from './icon.tsx';
import { type PopupItem, PopupMenu } from './popup-menu.tsx';

interface MenuButtonProps {
  readonly label: string;
  readonly choices: readonly PopupItem[];
}

/** A button at the lower edge of a dialog that opens a menu of choices. */
export function MenuButton({ label, choices }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  function choose(choice: PopupItem): void {
    if (choice.reason !== undefined) return;
    // The menu is gone and the button has the focus before a dialog opens, so that the dialog returns it there.
    flushSync(() => setOpen(false));
    button.current?.focus();
    choice.run();
  }
  function leave(back: boolean): void {
    setOpen(false);
    if (back) button.current?.focus();
  }
  return (
    <Box sx={{ position: 'relative' }}>
      <Button
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        endIcon={<Icon path={mdiMenuDown} />}
        // Pressing the button of an open menu must not take the focus out of the menu first: it would open again.
        onPointerDown={(event) => open && event.preventDefault()}
        onMouseDown={(event) => open && event.preventDefault()}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      {open && <PopupMenu up label={label} items={choices} onChoose={choose} onLeave={leave} />}
    </Box>
  );
}
