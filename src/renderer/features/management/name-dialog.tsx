import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { shown } from '../../app/shown.ts';
import { type DialogKind, useUi } from '../../app/store.ts';
import { Field } from '../../ui/field.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';

interface NameDialogProps {
  readonly kind: DialogKind;
  readonly title: string;
  /** Of the field and of the button. */
  readonly label: string;
  readonly action: string;
  readonly value?: string;
  readonly hint: string;
  readonly maxLength: number;
  /** Empty input is not sent. */
  readonly save: (typed: string) => Promise<string>;
  /** With the name as the service wrote it. */
  readonly onSaved: (saved: string) => void;
  readonly children?: ReactNode;
}

/** Asks for one name; what is wrong with it is said below it. */
export function NameDialog(props: NameDialogProps) {
  const { kind, title, label, action, value = '', hint, maxLength, save, onSaved, children } = props;
  const close = useUi((ui) => ui.close);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const work = useMutation({
    mutationFn: () => save(typed.trim()),
    onSuccess: (saved) => {
      close(kind);
      onSaved(saved);
    },
    onError: () => field.current?.focus(),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (work.isPending) return;
    if (typed.trim() === '') field.current?.focus();
    else work.mutate();
  }
  const error = work.error === null ? undefined : shown(work.error);
  return (
    <WindowDialog title={title} width="small" onClose={() => close(kind)}>
      <form onSubmit={submit} noValidate>
        <DialogContent>
          <Field
            autoFocus
            inputRef={field}
            label={label}
            value={typed}
            readOnly={work.isPending}
            maxLength={maxLength}
            hint={hint}
            problem={error && `${error.message} ${error.next}`}
            onChange={(event) => {
              setTyped(event.target.value);
              work.reset();
            }}
          />
          {children}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => close(kind)}>Cancel</Button>
          <Button type="submit" variant="contained" color="primary" aria-disabled={work.isPending}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </WindowDialog>
  );
}
