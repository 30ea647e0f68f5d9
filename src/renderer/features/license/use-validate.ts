import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import type { LicenseView } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';

const VALIDATE = ['validate'] as const;

/** Re-validates the license now; the new document is applied by the service. `underWay`: anywhere in this window. */
export function useValidate() {
  const client = useClient();
  const queries = useQueryClient();
  const underWay = useIsMutating({ mutationKey: VALIDATE }) > 0;
  const mutation = useMutation({
    mutationKey: VALIDATE,
    mutationFn: () => client.license.validate(),
    onSuccess: (view) => queries.setQueryData<LicenseView>(KEYS.license, view),
    onSettled: () => void queries.invalidateQueries({ queryKey: KEYS.lifecycle }),
  });
  return { ...mutation, underWay };
}

export const validatedWords = ({ serial, information }: LicenseView): string =>
  `The license was validated: order ${information.orderId}, serial ${serial}.`;
