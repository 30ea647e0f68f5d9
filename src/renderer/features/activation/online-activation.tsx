import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { parseOrderId } from '../../../core/license/order-id.ts';
import { useClient } from '../../app/context.tsx';
import { useLicense } from '../../app/queries.ts';
import { isAbort } from '../../app/shown.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { orderProblem } from './order-problem.ts';
import { PendingPreview } from './pending-preview.tsx';

const KIND = 'activate-online';

/** Activate License > Online Activation…: Order ID, the vendor's answer as a preview, then Apply. */
export function OnlineActivation() {
  const client = useClient();
  const close = useUi((ui) => ui.close);
  const present = useLicense().data?.information.orderId ?? '';
  const [typed, setTyped] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const asking = useRef<AbortController>(undefined);
  const request = useMutation({
    mutationFn: (orderId: string) => {
      asking.current = new AbortController();
      return client.license.requestOnline({ orderId }, { signal: asking.current.signal });
    },
  });
  const problem = orderProblem(typed, submitted);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setSubmitted(true);
    const orderId = parseOrderId(typed);
    if (orderId === undefined) field.current?.focus();
    else if (!request.isPending) request.mutate(orderId);
  }
  function leave(): void {
    asking.current?.abort();
    close(KIND);
  }

  if (request.data) {
    return <PendingPreview dialog={KIND} pending={request.data} onBack={request.reset} />;
  }
  return (
    <WindowDialog title="Online Activation" width="medium" onClose={leave}>
      <form onSubmit={submit} noValidate>
        <DialogContent>
          <Typography sx={{ mb: 2 }}>
            The licensing server issues a license for this order and this computer. You see what would change before
            anything is applied.
          </Typography>
          <Field
            autoFocus
            inputRef={field}
            label="Order ID"
            placeholder="XXXX-XXXX-XXXX"
            value={typed}
            readOnly={request.isPending}
            onChange={(event) => {
              setTyped(event.target.value);
              setSubmitted(false);
              request.reset();
            }}
            problem={problem}
            hint="As in your confirmation mail; capitals, spaces and hyphens do not matter."
          />
          {present !== '' && typed === '' && (
            <Button variant="text" color="primary" onClick={() => setTyped(present)} sx={{ ml: -1.5 }}>
              Use the present order {present}
            </Button>
          )}
          {request.isPending && <Progress label="Asking the licensing server" />}
          {!isAbort(request.error) && <ErrorNotice error={request.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={leave}>Cancel</Button>
          <Button type="submit" variant="contained" color="primary" aria-disabled={request.isPending}>
            Activate License
          </Button>
        </DialogActions>
      </form>
    </WindowDialog>
  );
}
