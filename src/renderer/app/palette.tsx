import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import InputBase from '@mui/material/InputBase';
import { type KeyboardEvent, useId, useState } from 'react';
import { acceleratorText } from './accelerators.ts';
import { type Command, type CommandId, type PaletteEntry, usePaletteEntries } from './commands.ts';
import { useNative } from './context.tsx';
import { useUi } from './store.ts';
import { runCommand } from './use-triggers.ts';

/** Entries whose label or place holds every word that was typed. */
export const found = <E extends Pick<PaletteEntry, 'label' | 'place'>>(entries: readonly E[], typed: string): E[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((e) => words.every((w) => `${e.label} ${e.place}`.toLowerCase().includes(w)));
};

/** Ctrl/Cmd+K: every action by its name. */
export function Palette({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const id = useId();
  const { mac } = useNative();
  const close = useUi((ui) => ui.close);
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const entries = found(usePaletteEntries(commands), typed);
  const chosen = Math.min(index, entries.length - 1);

  function choose(entry: PaletteEntry | undefined): void {
    if (!entry || entry.reason !== undefined) return;
    close('palette');
    // After the palette has given the focus back, so that a dialog returns it to the same place.
    setTimeout(() => runCommand(entry));
  }
  function onKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && entries.length > 0) setIndex((chosen + by + entries.length) % entries.length);
    else if (event.key === 'Enter') choose(entries[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      open
      onClose={() => close('palette')}
      maxWidth="sm"
      fullWidth
      slotProps={{
        container: { sx: { alignItems: 'flex-start' } },
        paper: { sx: { mt: 8 }, 'aria-label': 'Command palette', 'aria-labelledby': undefined },
      }}
    >
      <InputBase
        autoFocus
        fullWidth
        value={typed}
        placeholder="What would you like to do?"
        onChange={(event) => {
          setTyped(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKey}
        inputProps={{
          role: 'combobox',
          'aria-label': 'Command',
          'aria-expanded': true,
          'aria-controls': `${id}list`,
          'aria-autocomplete': 'list',
          ...(entries.length > 0 ? { 'aria-activedescendant': `${id}${chosen}` } : {}),
        }}
        sx={{ px: 2, py: 1, borderBottom: '1px solid', borderColor: 'divider' }}
      />
      <Box id={`${id}list`} role="listbox" aria-label="Commands" sx={{ py: 0.5, overflow: 'auto', maxHeight: 400 }}>
        {entries.map((entry, i) => (
          <Box
            key={entry.id}
            id={`${id}${i}`}
            ref={(element: HTMLElement | null) => {
              if (i === chosen) element?.scrollIntoView?.({ block: 'nearest' });
            }}
            role="option"
            aria-selected={i === chosen}
            aria-disabled={entry.reason !== undefined}
            onClick={() => choose(entry)}
            onPointerMove={() => setIndex(i)}
            sx={option}
          >
            <span>{entry.label}</span>
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', flex: 1 }}>
              {entry.reason ?? entry.place}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>
              {entry.accelerator ? acceleratorText(entry.accelerator, mac) : ''}
            </Box>
          </Box>
        ))}
      </Box>
      {entries.length === 0 && <Box sx={{ px: 2, pb: 2, color: 'text.secondary' }}>No command has this name.</Box>}
    </Dialog>
  );
}

const option = {
  display: 'flex',
  alignItems: 'baseline',
  gap: 1.5,
  px: 2,
  py: 0.5,
  minHeight: 32,
  cursor: 'default',
  '&[aria-selected="true"]': { backgroundColor: 'action.selected' },
} as const;
