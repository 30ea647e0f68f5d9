import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Home } from '../features/first-run/home.tsx';
import { Banners } from './banners.tsx';
import { type Command, type CommandId, useCommands } from './commands.ts';
import { useNative } from './context.tsx';
import { Dialogs } from './dialogs.tsx';
import { useEventStream } from './events.ts';
import { MenuBar } from './menu-bar.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { runCommand, useTriggers } from './use-triggers.ts';

/** The window: menu (in a browser), banners, the page, status bar, and whatever is open above it. */
export function Shell() {
  useEventStream();
  const commands = useCommands();
  useTriggers(commands);
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <TopBar commands={commands} />
      <Banners commands={commands} />
      <Box
        component="main"
        tabIndex={-1}
        sx={{ flex: 1, overflow: 'auto', minHeight: 0, backgroundColor: 'background.paper' }}
      >
        <Home commands={commands} />
      </Box>
      <StatusBar />
      <Dialogs commands={commands} />
      <NoticeBar />
    </Box>
  );
}

function TopBar({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const native = useNative();
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 2,
        minHeight: 40,
        borderBottom: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Typography variant="h3" component="h1" sx={{ mr: 1 }}>
        Seatkeeper
      </Typography>
      {!native.desktop && <MenuBar commands={commands} />}
      <Box sx={{ flex: 1 }} />
      <Button variant="text" onClick={() => runCommand(commands['command-palette'])} sx={{ color: 'text.secondary' }}>
        {native.mac ? 'Commands ⌘K' : 'Commands Ctrl+K'}
      </Button>
    </Box>
  );
}
