import { mdiMenuDown } from '@mdi/js';
import Button from '@mui/material/Button';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from './icon.tsx';

export interface MenuChoice {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  /** Why it cannot be used now: shown under the label. */
  readonly reason?: string | undefined;
}

/** A button that opens a menu of choices. */
export function MenuButton({ label, choices }: { readonly label: string; readonly choices: readonly MenuChoice[] }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  function choose(choice: MenuChoice): void {
    if (choice.reason !== undefined) return;
    // The menu is gone and the button has the focus before a dialog opens, so that the dialog returns it there.
    flushSync(() => setOpen(false));
    button.current?.focus();
    choice.run();
  }
  return (
    <>
      <Button
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        endIcon={<Icon path={mdiMenuDown} />}
        onClick={() => setOpen(true)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <Menu id={id} open={open} anchorEl={button.current} onClose={() => setOpen(false)}>
        {choices.map((choice) => (
          <MenuItem key={choice.id} aria-disabled={choice.reason !== undefined} onClick={() => choose(choice)}>
            <ListItemText
              primary={choice.label}
              secondary={choice.reason}
              slotProps={{ primary: { variant: 'body1' }, secondary: { variant: 'caption', sx: { maxWidth: 320 } } }}
              sx={{ my: 0, opacity: choice.reason === undefined ? 1 : 0.7 }}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
