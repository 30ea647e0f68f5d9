/** A license document, as far as time touches it. */
import { dayOfDate } from '../calendar.ts';
import type { LicenseDocument } from '../license/document.ts';
import { poolsOf } from '../seats/scopes.ts';
import type { WatchDocument } from './watch-state.ts';

export function watchDocument(document: LicenseDocument): WatchDocument {
  return {
    id: document.id,
    type: document.type,
    issued: Date.parse(document.issued),
    expires: document.expires === undefined ? null : Date.parse(document.expires),
    ...document.revalidation,
    orderId: document.order.id,
    serial: document.serial,
    items: poolsOf(document).map(({ key, name, modules, item }) => ({
      key,
      name,
      modules,
      renewalDay: item.renewal === undefined ? null : dayOfDate(item.renewal),
      trialUntil: item.trialUntil === undefined ? null : Date.parse(item.trialUntil),
    })),
  };
}
