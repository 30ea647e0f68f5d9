/** What the service says of the target: what its accounts have in common, and what a change would do. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Client } from '../../../contract/client.ts';
import type { ChangePreview } from '../../../contract/schemas-sets.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { accountServices, domainServices, type Edits, type ServiceGroup } from './services.ts';
import type { Target } from './use-target.ts';

export interface Policies {
  readonly kind: Target['kind'];
  /** Accounts or domains of the target. */
  readonly count: number;
  /** Accounts altogether. */
  readonly accounts: number;
  readonly users: number;
  readonly disabled: number;
  readonly groups: readonly ServiceGroup[];
}

async function read(client: Client, target: Target, signal: AbortSignal): Promise<Policies> {
  if (target.kind === 'domains') {
    const policies = await client.domains.policies({ set: target.set }, { signal });
    const { domains, accounts } = policies;
    return { kind: 'domains', count: domains, accounts, users: 0, disabled: 0, groups: domainServices(policies) };
  }
  const policies = await client.accounts.policies({ set: target.set }, { signal });
  const { accounts, users, disabled } = policies;
  const domain = target.address?.slice(target.address.lastIndexOf('@') + 1);
  return { kind: 'accounts', count: accounts, accounts, users, disabled, groups: accountServices(policies, domain) };
}

export function usePolicies(target: Target) {
  const client = useClient();
  return useQuery({
    queryKey: [...KEYS.accounts, 'policies', target.kind, target.set],
    queryFn: ({ signal }) => read(client, target, signal),
    placeholderData: keepPreviousData,
  });
}

/** Milliseconds after the last edit. */
const EDITING_PAUSE = 150;

const preview = (client: Client, target: Target, variables: Edits, signal: AbortSignal): Promise<ChangePreview> =>
  target.kind === 'domains'
    ? client.domains.previewModify({ set: target.set, variables }, { signal })
    : client.accounts.previewModify({ set: target.set, variables }, { signal });

/** Exact numbers for the edits as they are; undefined until they are known. */
export function usePreview(target: Target, edits: Edits) {
  const client = useClient();
  const [asked, setAsked] = useState(edits);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(edits), EDITING_PAUSE);
    return () => clearTimeout(timer);
  }, [edits]);
  const query = useQuery({
    queryKey: [...KEYS.accounts, 'preview', target.kind, target.set, asked],
    queryFn: ({ signal }) => preview(client, target, asked, signal),
    enabled: Object.keys(asked).length > 0 && Object.keys(edits).length > 0,
  });
  return { preview: asked === edits ? query.data : undefined, error: query.error };
}
