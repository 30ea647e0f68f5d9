import { mdiMagnify } from '@mdi/js';
import Box from '@mui/material/Box';
import InputBase from '@mui/material/InputBase';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { fieldBox } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { AccountTree } from './account-tree.tsx';
import { Panel } from './panel.tsx';
import { useManagement } from './state.ts';
import { type Left, useLeft } from './use-left.ts';
import { useReveal } from './use-reveal.ts';
import { useRowActions } from './use-row-actions.ts';

const TYPING_PAUSE = 200;

/** View > Management: domains and accounts on the left, what is selected on the right (INTERFACES 4). */
export function ManagementPage() {
  const panel = useRef<HTMLDivElement>(null);
  // Each side reads for itself: scrolling the one does not draw the other.
  return (
    <Box sx={{ height: '100%', display: 'flex', minWidth: 720 }}>
      <LeftPane onEnter={() => focusFirst(panel.current)} />
      <Panel place={panel} />
    </Box>
  );
}

/** The chosen tab: from there everything else is near. */
const focusFirst = (panel: HTMLElement | null): void =>
  (panel?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]') ?? panel)?.focus();

function LeftPane({ onEnter }: { readonly onEnter: () => void }) {
  const left = useLeft();
  const actions = useRowActions();
  const field = useRef<HTMLInputElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  const { search, setSearch } = useManagement();
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [typed, setSearch]);
  // Whoever ends the search from elsewhere empties the field too.
  useEffect(() => {
    if (search === '') setTyped('');
  }, [search]);

  const onFind = useEffectEvent((event: KeyboardEvent) => {
    const find =
      (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f';
    if (!find || useUi.getState().dialogs.length > 0) return;
    event.preventDefault();
    field.current?.select();
  });
  useEffect(() => {
    window.addEventListener('keydown', onFind);
    return () => window.removeEventListener('keydown', onFind);
  }, []);
  const focusTree = () => tree.current?.querySelector<HTMLElement>('[role="tree"]')?.focus();
  useReveal(left.tree, focusTree);

  return (
    <Box component="section" aria-label="Accounts" sx={pane}>
      <Box sx={{ p: 1, pb: 0.5 }}>
        <InputBase
          fullWidth
          type="search"
          placeholder="Search address or name"
          value={typed}
          inputRef={field}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            if (event.key === 'ArrowDown' || event.key === 'Enter') focusTree();
            else return;
            event.preventDefault();
          }}
          startAdornment={<Icon path={mdiMagnify} sx={{ mr: 1, color: 'text.secondary' }} />}
          inputProps={{ 'aria-label': 'Search address or name', maxLength: 200 }}
          sx={fieldBox}
        />
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 0.5 }}>
          <Box role="status" sx={{ flex: 1, fontSize: '0.75rem', color: 'text.secondary', minHeight: 18 }}>
            {search !== '' && foundWords(left)}
          </Box>
          <ActionButton size="small" variant="text" reason={actions.newDomain.reason} onClick={actions.newDomain.run}>
            New Domain…
          </ActionButton>
          <ActionButton size="small" variant="text" reason={actions.newAccount.reason} onClick={actions.newAccount.run}>
            New Account…
          </ActionButton>
        </Box>
      </Box>
      {left.error !== null && (
        <Box sx={{ px: 1 }}>
          <ErrorNotice error={left.error} onRetry={left.retry} />
        </Box>
      )}
      <Box ref={tree} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <AccountTree left={left} actions={actions} onEnter={onEnter} onType={() => field.current?.focus()} />
      </Box>
    </Box>
  );
}

function foundWords({ view, known, loading, error }: Left): string {
  if (error !== null) return '';
  if (view.length === 0) return loading ? 'Searching…' : 'No account matches.';
  return `${known ? '' : 'more than '}${plural(view.length, 'account')} found`;
}

const pane = {
  width: 'clamp(300px, 34%, 460px)',
  flex: 'none',
  display: 'flex',
  flexDirection: 'column',
  borderRight: '1px solid',
  borderColor: 'divider',
} as const;
