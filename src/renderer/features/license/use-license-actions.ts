import { useMutation } from '@tanstack/react-query';
import type { ManagePage } from '../../../contract/schemas.ts';
import { useClient, useNative } from '../../app/context.tsx';

/** Saves the signed document as license.xml. True: it was saved; false: the person cancelled. */
export function useExportLicense() {
  const client = useClient();
  const native = useNative();
  return useMutation({
    mutationFn: async () => {
      const { fileName, xml } = await client.license.export();
      return native.saveText(fileName, xml);
    },
  });
}

/** Opens the vendor's page for this order. */
export function useManagePage() {
  const client = useClient();
  const native = useNative();
  return useMutation({
    mutationFn: async (page: ManagePage) => {
      const { url } = await client.license.manageUrl({ page });
      await native.openLink(url);
    },
  });
}

export const MANAGE_PAGES: readonly { readonly page: ManagePage; readonly label: string }[] = [
  { page: 'purchase-renewal', label: 'Purchase Renewal' },
  { page: 'add-trial', label: 'Add Trial' },
  { page: 'add-users', label: 'Add Users' },
  { page: 'add-modules', label: 'Add Modules' },
  { page: 'purchase-license', label: 'Purchase Another License' },
  { page: 'client-activations', label: 'Client Activations' },
];
