import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useClient, useNative } from '../../app/context.tsx';
import { useLicense } from '../../app/queries.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useManagePage } from '../license/use-license-actions.ts';

/** How to get a license.xml for this computer from another one that has a network. */
export function RetrieveSteps() {
  const page = useManagePage();
  const client = useClient();
  const native = useNative();
  const copy = useMutation({
    mutationFn: async () => native.copy((await client.license.manageUrl({ page: 'activation' })).url),
  });
  const information = useLicense().data?.information;
  return (
    <Box component="ol" sx={{ pl: 3, m: 0, '& > li': { mb: 1 } }}>
      <li>
        Open the vendor’s License Activation page, here or on any computer with a network.{' '}
        <Box sx={{ display: 'flex', gap: 1, my: 0.5 }}>
          <Button autoFocus onClick={() => page.mutate('activation')}>
            Open License Activation
          </Button>
          <Button variant="text" onClick={() => copy.mutate()}>
            {copy.isSuccess ? 'Address Copied' : 'Copy Its Address'}
          </Button>
        </Box>
        <ErrorNotice error={page.error ?? copy.error} />
      </li>
      <li>
        Give it these two and download license.xml:
        <Box
          component="dl"
          sx={{
            display: 'grid',
            gridTemplateColumns: 'max-content 1fr',
            columnGap: 2,
            m: 0,
            mt: 0.5,
            '& dd': { m: 0 },
          }}
        >
          <dt>Order ID</dt>
          <dd>
            {information?.orderId ? (
              <CopyField label="Order ID" value={information.orderId} />
            ) : (
              'the one in your confirmation mail'
            )}
          </dd>
          <dt>Reference ID</dt>
          <dd>
            <CopyField label="Reference ID" value={information?.referenceId ?? ''} />
          </dd>
        </Box>
      </li>
      <li>Enter the file:</li>
    </Box>
  );
}
