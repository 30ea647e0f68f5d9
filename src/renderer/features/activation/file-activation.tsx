import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import type { OpenedFile } from '../../../contract/bridge.ts';
import { useClient, useNative } from '../../app/context.tsx';
import { readLicenseFile } from '../../app/files.ts';
import { useUi } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ChooseOrDrop, dropTarget } from '../../ui/file-drop.tsx';
import { Progress } from '../../ui/progress.tsx';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { PendingPreview } from './pending-preview.tsx';
import { RetrieveSteps } from './retrieve-steps.tsx';

const KIND = 'activate-file';

/** Activate License > Enter License Offline…, or Retrieve License…: the same with the way to the file before it. */
export function FileActivation({ retrieve }: { readonly retrieve: boolean }) {
  const client = useClient();
  const native = useNative();
  const close = useUi((ui) => ui.close);
  const check = useMutation({
    mutationFn: async (choose: () => Promise<OpenedFile | null>) => {
      const file = await choose();
      return file ? client.license.checkFile({ xml: file.text }) : null;
    },
  });
  const leave = () => close(KIND);

  const onFile = (file: File) => check.isPending || check.mutate(() => readLicenseFile(file));

  if (check.data) return <PendingPreview dialog={KIND} pending={check.data} onBack={check.reset} />;
  return (
    <WindowDialog title={retrieve ? 'Retrieve License' : 'Enter License Offline'} width="medium" onClose={leave}>
      <DialogContent {...dropTarget(onFile)}>
        {retrieve ? (
          <RetrieveSteps />
        ) : (
          <Typography sx={{ mb: 1 }}>
            Choose the license.xml that came with your confirmation mail or from the vendor’s License Activation page.
            You see what would change before anything is applied.
          </Typography>
        )}
        <ChooseOrDrop
          label="Enter License File…"
          hint="or drop the file here"
          autoFocus={!retrieve}
          onChoose={() => check.isPending || check.mutate(native.openLicense)}
        />
        {check.isPending && <Progress label="Checking the license" />}
        <ErrorNotice error={check.error} />
      </DialogContent>
      <DialogActions>
        <Button onClick={leave}>Cancel</Button>
      </DialogActions>
    </WindowDialog>
  );
}
