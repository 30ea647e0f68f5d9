import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountSet } from '../../../contract/schemas-sets.ts';
import { useClient } from '../../app/context.tsx';
import { useFrozenReason } from '../../app/frozen.ts';
import { KEYS } from '../../app/queries.ts';
import { type DialogKind, useUi } from '../../app/store.ts';
import { useJobRun, withoutCancelled } from '../../app/use-job-run.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { number, plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { accountsIn } from './sets.ts';
import { useManagement } from './state.ts';

/** More than so many accounts are deleted only after something was typed. */
export const CONFIRM_ABOVE = 100;

interface DeleteAccountsProps {
  readonly set: AccountSet;
  readonly address?: string | undefined;
}

export function DeleteAccountsDialog({ set, address }: DeleteAccountsProps) {
  const client = useClient();
  const count = useCountIn(set);
  const what = address ?? (count === undefined ? 'accounts' : plural(count, 'account'));
  return (
    <DeleteDialog
      kind="delete-accounts"
      title={address === undefined ? 'Delete Accounts' : 'Delete Account'}
      what={what}
      count={count}
      typed={count === undefined ? '' : String(count)}
      asked={`Type ${number(count ?? 0)} to delete so many accounts`}
      start={() => client.accounts.startDelete({ set })}
      done={(deleted) => `Deleted ${address ?? plural(deleted, 'account')}.`}
    />
  );
}

export function DeleteDomainDialog({ name }: { readonly name: string }) {
  const client = useClient();
  const count = useCountIn(accountsIn({ parts: [{ kind: 'names', names: [name] }], except: [] }));
  const inIt =
    count === undefined ? 'its accounts' : count === 0 ? 'no accounts in it' : `${plural(count, 'account')} in it`;
  return (
    <DeleteDialog
      kind="delete-domain"
      title="Delete Domain"
      what={`${name} with ${inIt}`}
      count={count}
      typed={name}
      asked={`Type ${name} to delete the domain`}
      start={() => client.domains.startDelete({ name })}
      done={() => `Deleted ${name}.`}
    />
  );
}

/** Exactly how many, as the service counts them. */
function useCountIn(set: AccountSet): number | undefined {
  const client = useClient();
  return useQuery({
    queryKey: [...KEYS.accounts, 'count', set],
    queryFn: async ({ signal }) => (await client.accounts.policies({ set }, { signal })).accounts,
  }).data;
}

interface DeleteDialogProps {
  readonly kind: DialogKind;
  readonly title: string;
  readonly what: string;
  /** Undefined while it is counted. */
  readonly count: number | undefined;
  /** What has to be typed if it is many. */
  readonly typed: string;
  readonly asked: string;
  readonly start: () => Promise<{ readonly jobId: string }>;
  readonly done: (deleted: number) => string;
}

function DeleteDialog({ kind, title, what, count, typed: wanted, asked, start, done }: DeleteDialogProps) {
  const { close, tell } = useUi();
  const { choose, setSaving } = useManagement();
  const frozen = useFrozenReason();
  const { job, run, cancel } = useJobRun();
  const [typed, setTyped] = useState('');
  const work = useMutation({
    mutationFn: async () => {
      setSaving(true);
      const { result } = await run(start);
      return result && 'changed' in result ? result.changed : 0;
    },
    onSuccess: (deleted) => {
      choose({ do: 'clear' });
      close(kind);
      tell({ text: done(deleted) });
    },
    onSettled: () => setSaving(false),
  });
  const many = count === undefined || count > CONFIRM_ABOVE;
  const fits = !many || typed.replaceAll(',', '').trim().toLowerCase() === wanted.toLowerCase();
  const reason = frozen ?? (count === undefined ? 'Counting…' : fits ? undefined : `${asked}.`);
  const leave = () => {
    cancel();
    close(kind);
  };
  return (
    <WindowDialog title={title} width="small" onClose={leave}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === undefined && !work.isPending) work.mutate();
        }}
      >
        <DialogContent sx={{ minHeight: 120 }}>
          <Typography sx={{ mb: 1 }}>
            This deletes <strong>{what}</strong>. Mail in mailboxes is not touched; seats and trials of a deleted
            address stay its own.
          </Typography>
          {many && count !== undefined && (
            <Field
              autoFocus
              label={asked}
              value={typed}
              maxLength={255}
              readOnly={work.isPending}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
          {work.isPending && <Progress label="Deleting" done={job?.done ?? 0} total={job?.total ?? null} />}
          <ErrorNotice error={withoutCancelled(work.error)} />
        </DialogContent>
        <DialogActions>
          <Button autoFocus={!many} onClick={work.isPending ? cancel : leave}>
            Cancel
          </Button>
          <ActionButton
            type="submit"
            variant="contained"
            color="error"
            reason={reason}
            aria-disabled={work.isPending || reason !== undefined}
          >
            Delete
          </ActionButton>
        </DialogActions>
      </form>
    </WindowDialog>
  );
}
