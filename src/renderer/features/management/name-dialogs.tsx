/** New Domain…, New Account…, Rename Account… */
import { useState } from 'react';
import { DOMAIN_MAX, LOCAL_MAX } from '../../../core/accounts/address.ts';
import { NAME_MAX } from '../../../core/accounts/variables.ts';
import { useClient } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { Field } from '../../ui/field.tsx';
import { NameDialog } from './name-dialog.tsx';
import type { Kind } from './selection.ts';
import { useManagement } from './state.ts';

const ADDRESS_MAX = LOCAL_MAX + 1 + DOMAIN_MAX;

/** The page goes to what was made. */
const goTo = (kind: Kind, key: string): void => useManagement.setState({ wanted: { kind, key } });

export function NewDomainDialog() {
  const client = useClient();
  const { tell, show } = useUi();
  return (
    <NameDialog
      kind="new-domain"
      title="New Domain"
      label="Domain"
      action="Create Domain"
      hint="Like example.com. Every service is granted at first."
      maxLength={DOMAIN_MAX}
      save={async (name) => (await client.domains.create({ name })).name}
      onSaved={(made) => {
        show('management');
        goTo('domains', made);
        tell({ text: `Created ${made}.` });
      }}
    />
  );
}

/** `domain`: where it is made if only the part before @ is typed; empty: nowhere. */
export function NewAccountDialog({ domain }: { readonly domain: string }) {
  const client = useClient();
  const { tell, show } = useUi();
  const [name, setName] = useState('');
  const full = (typed: string) => (typed.includes('@') || domain === '' ? typed : `${typed}@${domain}`);
  return (
    <NameDialog
      kind="new-account"
      title="New Account"
      label="Address"
      action="Create Account"
      hint={
        domain === ''
          ? 'Like anna@example.com, in a domain that is here. Every service is on at first.'
          : `The part before @${domain}, or a whole address. Every service is on at first.`
      }
      maxLength={ADDRESS_MAX}
      save={async (typed) => {
        const variables: Record<string, string> = name.trim() === '' ? {} : { U_Name: name.trim() };
        return (await client.accounts.create({ address: full(typed), variables })).address;
      }}
      onSaved={(made) => {
        show('management');
        goTo('accounts', made);
        tell({ text: `Created ${made}.` });
      }}
    >
      <Field label="Name" value={name} maxLength={NAME_MAX} onChange={(event) => setName(event.target.value)} />
    </NameDialog>
  );
}

export function RenameAccountDialog({ address }: { readonly address: string }) {
  const client = useClient();
  const { tell } = useUi();
  const { choose } = useManagement();
  return (
    <NameDialog
      kind="rename-account"
      title="Rename Account"
      label="New address"
      action="Rename"
      value={address}
      hint="Seats, trials and history stay with the account."
      maxLength={ADDRESS_MAX}
      save={async (to) => {
        const { address: made } = await client.accounts.rename({ from: address, to });
        // The row has gone elsewhere: the selection follows it.
        choose({ do: 'clear' });
        return made;
      }}
      onSaved={(made) => {
        goTo('accounts', made);
        tell({ text: `Renamed to ${made}.` });
      }}
    />
  );
}
