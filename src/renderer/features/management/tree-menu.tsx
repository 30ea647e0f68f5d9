import Box from '@mui/material/Box';
import Portal from '@mui/material/Portal';
import { flushSync } from 'react-dom';
import { type PopupItem, PopupMenu } from '../../ui/popup-menu.tsx';
import type { RowActions } from './use-row-actions.ts';

interface TreeMenuProps {
  readonly x: number;
  readonly y: number;
  readonly actions: RowActions;
  readonly onClose: (back: boolean) => void;
}

const HEIGHT = 190;
const WIDTH = 280;

/** The context menu of the rows that are selected. */
export function TreeMenu({ x, y, actions, onClose }: TreeMenuProps) {
  const items: PopupItem[] = [
    { id: 'rename', ...actions.rename, label: '&Rename…', shortcut: { text: 'F2', aria: 'F2' } },
    { id: 'delete', ...actions.remove, label: '&Delete…', shortcut: { text: 'Delete', aria: 'Delete' } },
    { id: 'new-account', ...actions.newAccount, label: 'New &Account…', separated: true },
    { id: 'new-domain', ...actions.newDomain, label: 'New D&omain…' },
  ];
  return (
    <Portal>
      <Box
        sx={{
          position: 'fixed',
          left: Math.min(x, window.innerWidth - WIDTH),
          top: Math.min(y, window.innerHeight - HEIGHT),
          zIndex: 'modal',
        }}
      >
        <PopupMenu
          label="Selected rows"
          items={items}
          onChoose={(item) => {
            if (item.reason !== undefined) return;
            // The tree has the focus before a dialog opens, so that the dialog returns it there.
            flushSync(() => onClose(true));
            item.run();
          }}
          onLeave={onClose}
        />
      </Box>
    </Portal>
  );
}
