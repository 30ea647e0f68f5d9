/** A license document as the watch sees it (LICENSING 5). */
import { dayOfDate } from '../../core/calendar.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import type { WatchDocument } from '../../core/lifecycle/watch-state.ts';
import { poolsOf } from '../../core/seats/scopes.ts';

export const watchDocument = (document: LicenseDocument): WatchDocument => ({
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
});
