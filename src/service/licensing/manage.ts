/** The vendor's pages for this order and machine (INTERFACES 3, 4). */
import type { ManagePage } from '../../contract/schemas.ts';

const PATHS: Readonly<Record<ManagePage, string>> = {
  order: '/orders/status',
  activation: '/activation',
  'purchase-renewal': '/purchase/renewal',
  'add-trial': '/purchase/trial',
  'add-users': '/purchase/users',
  'add-modules': '/purchase/modules',
  'purchase-license': '/purchase/license',
  'client-activations': '/client-activations',
};

/** `licensingUrl` has no slash at the end. Empty IDs are left out. */
export function manageUrl(licensingUrl: string, page: ManagePage, orderId: string, referenceId: string): string {
  const query = new URLSearchParams();
  if (orderId !== '') query.set('order', orderId);
  if (referenceId !== '') query.set('reference', referenceId);
  const text = query.toString();
  return `${licensingUrl}${PATHS[page]}${text === '' ? '' : `?${text}`}`;
}
