import { useQuery } from '@tanstack/react-query';
import { CopyField } from '../ui/copy-field.tsx';
import { useClient } from './context.tsx';
import { useLicense } from './queries.ts';

/** On a demonstration server: the order that is ready to be activated, until it is in force. */
export function DemoOrder() {
  const client = useClient();
  const variable = useQuery({
    queryKey: ['demo-order'],
    queryFn: ({ signal }) => client.system.variables({ name: 'C_DemoOrder' }, { signal }),
  });
  const inForce = useLicense().data?.information.orderId;
  const order = variable.data?.[0]?.value ?? '';
  if (order === '' || inForce === undefined || order === inForce) return null;
  return (
    <>
      {' '}
      An order is ready to be activated: <CopyField label="Order ID of the demonstration" value={order} />
    </>
  );
}
