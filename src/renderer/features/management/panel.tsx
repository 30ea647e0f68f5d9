import { mdiLayersEdit } from '@mdi/js';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type RefObject, useEffect, useId } from 'react';
import { ActionButton } from '../../ui/action-button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { OneAccount, SeveralAccounts, SomeDomains } from './about-tab.tsx';
import { ChangeBar } from './change-bar.tsx';
import { NothingSelected } from './nothing-selected.tsx';
import { openTab, tabsOf } from './panel-tabs.ts';
import { SeatsTab } from './seats-tab.tsx';
import { blankServices } from './services.ts';
import { ServicesPanel } from './services-panel.tsx';
import { useManagement } from './state.ts';
import { useChange } from './use-change.ts';
import { type Policies, usePolicies } from './use-policies.ts';
import { type RowActions, useRowActions } from './use-row-actions.ts';
import { isBulk, type Target, useAimed } from './use-target.ts';
import { bulkWords, counted } from './words.ts';

interface PanelProps {
  /** Where Enter in the tree leads. */
  readonly place: RefObject<HTMLDivElement | null>;
}

/** On the right: what is selected, and what can be changed of it. */
export function Panel({ place }: PanelProps) {
  const actions = useRowActions();
  const aimed = useAimed();
  const change = useChange();
  const target = 'target' in aimed ? aimed.target : undefined;
  const { forget } = change;
  // An error belongs to what it was about.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another target is a reason
  useEffect(() => {
    if (!change.working) forget();
  }, [target?.set]);
  return (
    <Box ref={place} component="section" aria-label="Selected" tabIndex={-1} sx={frame}>
      <Box data-bulk={target !== undefined && isBulk(target)} sx={body}>
        {'target' in aimed ? (
          <Selected target={aimed.target} actions={actions} />
        ) : (
          <Box sx={{ flex: 1 }}>
            <NothingSelected why={aimed.why} actions={actions} />
          </Box>
        )}
        <ChangeBar target={target} change={change} />
      </Box>
    </Box>
  );
}

function Selected({ target, actions }: { readonly target: Target; readonly actions: RowActions }) {
  const id = useId();
  const { tab: chosen, setTab, scope, setScope, selection } = useManagement();
  const query = usePolicies(target);
  const known = query.data?.kind === target.kind ? query.data : undefined;
  const old = query.isPlaceholderData;
  const bulk = isBulk(target);
  const title = target.kind === 'accounts' ? target.address : target.name;
  const tab = openTab(chosen, target.kind, bulk);
  const fill = tab === 'seats';
  return (
    <>
      <Box sx={{ px: 2, pt: 1.5 }}>
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minHeight: 32 }}>
          <Typography variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
            {bulk ? <BulkTitle kind={target.kind} policies={old ? undefined : known} /> : title}
          </Typography>
          {target.kind === 'accounts' && !bulk && (
            <ActionButton reason={actions.rename.reason} onClick={actions.rename.run}>
              Rename…
            </ActionButton>
          )}
          {(selection.kind === 'accounts' || scope === 'services') && (
            <ActionButton reason={actions.remove.reason} onClick={actions.remove.run}>
              Delete…
            </ActionButton>
          )}
        </Box>
        {selection.kind === 'domains' && (
          <Box sx={{ display: 'flex', mt: 1 }}>
            <ChoiceGroup
              label="What is changed"
              choices={scopeChoices(target, known)}
              value={scope}
              onChange={setScope}
            />
          </Box>
        )}
        <Box sx={{ mt: 1 }}>
          <Tabs id={id} label="Selected" tabs={tabsOf(target.kind, bulk)} value={tab} onChange={setTab} />
        </Box>
      </Box>
      <Box sx={content} data-fill={fill}>
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        <TabPanel id={id} tab={tab} fill={fill}>
          {tab === 'about' && target.kind === 'accounts' && target.address !== undefined && (
            <OneAccount key={target.address} address={target.address} />
          )}
          {tab === 'about' && target.kind === 'accounts' && bulk && known && <SeveralAccounts policies={known} />}
          {tab === 'about' && target.kind === 'domains' && known && <SomeDomains policies={known} name={target.name} />}
          {tab === 'policies' && (
            <ServicesPanel groups={known?.groups ?? blankServices(target.kind)} old={old || !known} />
          )}
          {tab === 'seats' && target.kind === 'accounts' && target.address !== undefined && (
            <SeatsTab address={target.address} />
          )}
        </TabPanel>
      </Box>
    </>
  );
}

function BulkTitle({ kind, policies }: { readonly kind: Target['kind']; readonly policies: Policies | undefined }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <Icon path={mdiLayersEdit} />
      {policies ? bulkWords(kind, policies.count) : `Bulk modification: ${kind}`}
    </Box>
  );
}

function scopeChoices(target: Target, policies: Policies | undefined) {
  const several = target.kind === 'domains' && target.name === undefined;
  const accounts = policies ? counted('accounts', policies.accounts) : 'accounts';
  return [
    { id: 'services', label: several ? 'These domains’ services' : 'This domain’s services' },
    { id: 'accounts', label: `All ${accounts} in ${several ? 'them' : 'it'}` },
  ] as const;
}

const frame = { flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', outline: 'none' } as const;
const content = {
  flex: 1,
  minHeight: 0,
  overflow: 'auto',
  px: 2,
  pb: 2,
  '&[data-fill="true"]': { display: 'flex', flexDirection: 'column' },
} as const;
const body = {
  flex: 1,
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  borderLeft: '3px solid transparent',
  '&[data-bulk="true"]': { backgroundColor: 'bulk.main', borderLeftColor: 'bulk.edge' },
} as const;
