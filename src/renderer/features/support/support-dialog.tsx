import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useClient, useNative } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { useManagePage } from '../license/use-license-actions.ts';

/** Help > Request Support…: a bundle that the person saves, can read, and sends. */
export function SupportDialog() {
  const client = useClient();
  const native = useNative();
  const { close, tell } = useUi();
  const page = useManagePage();
  const save = useMutation({
    mutationFn: async () => {
      const { fileName, content } = await client.system.supportBundle();
      return native.saveText(fileName, content);
    },
    onSuccess: (saved) => {
      if (!saved) return;
      close('support');
      tell({ text: 'The support bundle was saved. Attach it to your message to the vendor.' });
    },
  });
  return (
    <WindowDialog title="Request Support" width="medium" onClose={() => close('support')}>
      <DialogContent>
        <Typography>
          The support bundle holds what the vendor needs to help: version, license and its status, Reference ID, seats
          in use, settings and the newest log lines.
        </Typography>
        <Typography sx={{ mt: 1 }}>
          It holds no password, no token and no private key. It is a text file: read it before you send it.
        </Typography>
        {save.isPending && <Progress label="Collecting" />}
        <ErrorNotice error={save.error ?? page.error} />
      </DialogContent>
      <DialogActions>
        <Button
          variant="text"
          onClick={() => {
            save.reset();
            page.mutate('order');
          }}
        >
          Open the Order’s Page
        </Button>
        <Box sx={{ flex: 1 }} />
        <Button onClick={() => close('support')}>Cancel</Button>
        <Button
          autoFocus
          variant="contained"
          color="primary"
          onClick={() => {
            page.reset();
            if (!save.isPending) save.mutate();
          }}
        >
          Save Support Bundle…
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
