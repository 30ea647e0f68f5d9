import { mdiCheck, mdiClose } from '@mdi/js';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Explanation as Explained } from '../../../contract/schemas.ts';
import { type ModuleId, moduleOf } from '../../../core/seats/modules.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { type ServerTime, useServerTime } from '../../app/server-time.ts';
import type { Scope } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { holdingWords } from './words.ts';

type ModuleExplanation = Explained['modules'][number];

/** How an account stands, module by module; while another is asked, the one before. */
export function useExplained(address: string | undefined, module?: ModuleId) {
  const client = useClient();
  const only = module === undefined ? {} : { module };
  return useQuery({
    queryKey: [...KEYS.accounts, 'explain', address ?? '', module ?? ''],
    queryFn: ({ signal }) => client.accounts.explain({ address: address ?? '', ...only }, { signal }),
    enabled: address !== undefined,
    placeholderData: keepPreviousData,
  });
}

interface ExplanationProps {
  readonly address: string | undefined;
  readonly scope: Scope;
}

/** Why the chosen account counts: each condition with its value. */
export function Explanation({ address, scope }: ExplanationProps) {
  const time = useServerTime();
  const alone = scope.kind === 'module';
  const query = useExplained(address, alone ? scope.id : undefined);
  const modules = (query.data?.modules ?? []).filter((m) => alone || moduleOf(m.id).group === scope.id);
  return (
    <WhySection>
      {address === undefined ? (
        <Typography color="textSecondary">Choose an account to see every condition.</Typography>
      ) : (
        <Typography variant="h3">{query.data?.address ?? address}</Typography>
      )}
      <ErrorNotice error={query.error} />
      {address !== undefined && modules.map((m) => <ModuleLines key={m.id} module={m} alone={alone} time={time} />)}
    </WhySection>
  );
}

/** Of a fixed height, so that nothing moves. */
export const WhySection = ({ children }: { readonly children: ReactNode }) => (
  <Box
    component="section"
    aria-label="Why"
    // Longer explanations scroll, so the section takes the focus.
    tabIndex={0}
    sx={{ height: 164, flex: 'none', overflow: 'auto', borderTop: '1px solid', borderColor: 'divider', pt: 1 }}
  >
    {children}
  </Box>
);

interface ModuleLinesProps {
  readonly module: ModuleExplanation;
  /** The only one: with every condition. */
  readonly alone: boolean;
  readonly time: ServerTime;
}

export const ModuleLines = ({ module, alone, time }: ModuleLinesProps) => (
  <>
    <Typography variant="body2">
      {!alone && <strong>{module.name}. </strong>}
      {module.reason} {holdingWords(module, time)}
    </Typography>
    {alone && (
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, fontSize: '0.8125rem' }}>
        {module.conditions.map((c) => (
          <Box component="li" key={c.condition} sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Icon
              path={c.met ? mdiCheck : mdiClose}
              title={c.met ? 'Yes' : 'No'}
              sx={{ fontSize: 16, color: c.met ? 'success.main' : 'error.main' }}
            />
            <span>{c.condition}</span>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {c.value}
            </Box>
          </Box>
        ))}
      </Box>
    )}
  </>
);
