import { mdiCheck, mdiClose } from '@mdi/js';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Explanation as Explained } from '../../../contract/schemas.ts';
import { moduleOf } from '../../../core/seats/modules.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { type ServerTime, useServerTime } from '../../app/server-time.ts';
import type { Scope } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { holdingWords } from './words.ts';

type ModuleExplanation = Explained['modules'][number];

interface ExplanationProps {
  readonly address: string | undefined;
  readonly scope: Scope;
}

/** Why the chosen account counts: each condition with its value. Of a fixed height, so that nothing moves. */
export function Explanation({ address, scope }: ExplanationProps) {
  const client = useClient();
  const time = useServerTime();
  const only = scope.kind === 'module' ? { module: scope.id } : {};
  const query = useQuery({
    queryKey: [...KEYS.accounts, 'explain', address ?? '', scope.kind === 'module' ? scope.id : ''],
    queryFn: ({ signal }) => client.accounts.explain({ address: address ?? '', ...only }, { signal }),
    enabled: address !== undefined,
    placeholderData: keepPreviousData,
  });
  const modules = (query.data?.modules ?? []).filter(
    (m) => scope.kind === 'module' || moduleOf(m.id).group === scope.id,
  );
  return (
    <Box
      component="section"
      aria-label="Why"
      // Longer explanations scroll, so the section takes the focus.
      tabIndex={0}
      sx={{ height: 164, flex: 'none', overflow: 'auto', borderTop: '1px solid', borderColor: 'divider', pt: 1 }}
    >
      {address === undefined ? (
        <Typography color="textSecondary">Choose an account to see every condition.</Typography>
      ) : (
        <Typography variant="h3">{query.data?.address ?? address}</Typography>
      )}
      <ErrorNotice error={query.error} />
      {address !== undefined &&
        modules.map((m) => <ModuleLines key={m.id} module={m} alone={scope.kind === 'module'} time={time} />)}
    </Box>
  );
}

interface ModuleLinesProps {
  readonly module: ModuleExplanation;
  /** The only one: with every condition. */
  readonly alone: boolean;
  readonly time: ServerTime;
}

const ModuleLines = ({ module, alone, time }: ModuleLinesProps) => (
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
