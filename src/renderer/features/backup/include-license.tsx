import Box from '@mui/material/Box';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { describeError } from '../../../contract/errors.ts';
import { isFrozen } from '../../../core/lifecycle/phase.ts';
import { useClient } from '../../app/context.tsx';
import { useLicense } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** LICENSING 11: the seed's name says the opposite of what it means; 1 includes the license. */
const VARIABLE = 'C_System_Tools_ExcludeLicense';
const KEY = ['variable', VARIABLE];

export function IncludeLicense() {
  const client = useClient();
  const queries = useQueryClient();
  const id = useId();
  const license = useLicense().data;
  const variable = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await client.system.variables({ name: VARIABLE }, { signal }))[0]?.value === '1',
  });
  const change = useMutation({
    mutationFn: (included: boolean) => client.system.setVariables({ values: { [VARIABLE]: included ? '1' : '0' } }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const frozen = license !== undefined && isFrozen(license.information.phase);
  const included = change.isPending ? change.variables : (variable.data ?? true);
  return (
    <>
      <Box component="label" htmlFor={id} sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 2 }}>
        <input
          id={id}
          type="checkbox"
          checked={included}
          aria-disabled={frozen}
          aria-describedby={`${id}why`}
          onChange={() => frozen || variable.data === undefined || change.isPending || change.mutate(!included)}
        />
        Include the license in backups
      </Box>
      <Box id={`${id}why`} sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
        {frozen ? describeError('EMERGENCY_MODE').message : ''}
      </Box>
      <ErrorNotice error={variable.error ?? change.error} />
    </>
  );
}
