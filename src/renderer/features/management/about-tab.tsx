import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { DISABLED_STATES } from '../../../core/accounts/variables.ts';
import { ACCOUNT_TYPES } from '../../../core/seats/counted.ts';
import { useClient } from '../../app/context.tsx';
import { useFrozenReason } from '../../app/frozen.ts';
import { KEYS } from '../../app/queries.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { date, number } from '../../ui/format.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { useManagement } from './state.ts';
import type { Policies } from './use-policies.ts';

const NAME = 'U_Name';
const TYPE = 'U_Type';
const STATE = 'U_AccountDisabled';
const AS_IT_IS = '';

const TYPES = ACCOUNT_TYPES.map((label, value) => ({ value: String(value), label }));
const STATES = DISABLED_STATES.map((name, value) => ({
  value: String(value),
  label: value === 0 ? 'Enabled' : `Disabled: ${name}`,
}));

/** The Account tab of one account: what it is, and whether it is enabled. */
export function OneAccount({ address }: { readonly address: string }) {
  const client = useClient();
  const { edits, edit } = useManagement();
  const reason = useFrozenReason();
  const query = useQuery({
    queryKey: [...KEYS.accounts, 'row', address],
    queryFn: async ({ signal }) =>
      (await client.accounts.list({ mask: address, limit: 1 }, { signal })).rows[0] ?? null,
  });
  const row = query.data;
  /** A value that is as it was is no edit. */
  const set = (variable: string, was: string) => (value: string) => edit(variable, value === was ? undefined : value);
  return (
    <Box sx={{ maxWidth: 480 }}>
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      <Box sx={fields}>
        <Field
          compact
          label="Name"
          value={edits[NAME] ?? row?.name ?? ''}
          readOnly={!row || reason !== undefined}
          maxLength={255}
          onChange={(event) => set(NAME, row?.name ?? '')(event.target.value)}
        />
        <SelectField
          label="Type"
          choices={TYPES}
          value={edits[TYPE] ?? String(row?.type ?? 0)}
          onChange={set(TYPE, String(row?.type ?? 0))}
          reason={reason}
        />
        <SelectField
          label="State"
          choices={STATES}
          value={edits[STATE] ?? String(row?.disabled ?? 0)}
          onChange={set(STATE, String(row?.disabled ?? 0))}
          reason={reason}
        />
      </Box>
      <Facts
        facts={[
          ['Address', <CopyField key="address" label="address" value={address} />],
          ['Created', row ? date(row.created) : ''],
          ['Made by', row ? (row.seen ? 'its first access' : 'an administrator or an import') : ''],
        ]}
      />
    </Box>
  );
}

/** Of several accounts only what makes sense for all. */
export function SeveralAccounts({ policies }: { readonly policies: Policies }) {
  const { edits, edit } = useManagement();
  const reason = useFrozenReason();
  return (
    <Box sx={{ maxWidth: 480 }}>
      <Facts
        facts={[
          ['Accounts', number(policies.count)],
          ['Users among them', number(policies.users)],
          ['Disabled', number(policies.disabled)],
        ]}
      />
      <SelectField
        label="State"
        choices={[{ value: AS_IT_IS, label: 'As it is' }, ...STATES]}
        value={edits[STATE] ?? AS_IT_IS}
        onChange={(value) => edit(STATE, value === AS_IT_IS ? undefined : value)}
        reason={reason}
      />
    </Box>
  );
}

export const SomeDomains = ({
  policies,
  name,
}: {
  readonly policies: Policies;
  readonly name?: string | undefined;
}) => (
  <Facts
    facts={[
      name === undefined
        ? ['Domains', number(policies.count)]
        : ['Name', <CopyField key="name" label="name" value={name} />],
      ['Accounts', number(policies.accounts)],
    ]}
  />
);

const Facts = ({ facts }: { readonly facts: readonly (readonly [string, React.ReactNode])[] }) => (
  <Box component="dl" sx={factsStyle}>
    {facts.map(([term, value]) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </Box>
);

const fields = { display: 'flex', flexDirection: 'column', gap: 1, mb: 2 } as const;
const factsStyle = {
  m: 0,
  mb: 2,
  fontSize: '0.8125rem',
  '& div': { display: 'grid', gridTemplateColumns: '140px 1fr', minHeight: 28, alignItems: 'center' },
  '& dt': { color: 'text.secondary' },
  '& dd': { m: 0, minWidth: 0 },
} as const;
