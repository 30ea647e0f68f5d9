import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Home } from '../features/first-run/home.tsx';
import { ManagementPage } from '../features/management/management-page.tsx';
import { Banners } from './banners.tsx';
import { type Command, type CommandId, useCommands } from './commands.ts';
import { useNative } from './context.tsx';
import { Dialogs } from './dialogs.tsx';
import { useEventStream } from './events.ts';
import { MenuBar } from './menu-bar.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { useUi } from './store.ts';
import { runCommand, useTriggers } from './use-triggers.ts';
import { useWarmUp } from './use-warm-up.ts';

/** The window: menu (in a browser), banners, the page, status bar, and whatever is open above it. */
export function Shell() {
  useEventStream();
  useWarmUp();
  const commands = useCommands();
  const page = useUi((ui) => ui.page);
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
        {page === 'overview' ? <Home commands={commands} /> : <ManagementPage />}
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
      <PageSwitch commands={commands} />
      <Box sx={{ flex: 1 }} />
      <Button variant="text" onClick={() => runCommand(commands['command-palette'])} sx={{ color: 'text.secondary' }}>
        {native.mac ? 'Commands ⌘K' : 'Commands Ctrl+K'}
      </Button>
    </Box>
  );
}

const PAGES = [
  { id: 'overview', label: 'Overview' },
  { id: 'management', label: 'Management' },
] as const;

/** Links between the pages of the window. */
function PageSwitch({ commands }: { readonly commands: Record<CommandId, Command> }) {
  const page = useUi((ui) => ui.page);
  return (
    <Box component="nav" aria-label="Pages" sx={{ display: 'flex', alignSelf: 'stretch' }}>
      {PAGES.map(({ id, label }) => (
        <Box
          key={id}
          component="button"
          type="button"
          {...(id === page ? { 'aria-current': 'page' as const } : {})}
          onClick={() => runCommand(commands[id])}
          sx={pageLink}
        >
          {label}
        </Box>
      ))}
    </Box>
  );
}

const pageLink = {
  font: 'inherit',
  fontSize: '0.875rem',
  px: 1.5,
  color: 'text.secondary',
  background: 'none',
  border: 0,
  borderBottom: '2px solid transparent',
  borderTop: '2px solid transparent',
  '&:hover': { color: 'text.primary' },
  '&[aria-current]': { color: 'text.primary', fontWeight: 600, borderBottomColor: 'primary.main' },
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
} as const;
