/** Tables and lists about an order. */
import { groupOf, isGroupId, isModuleId, moduleOf } from '../../core/seats/modules.ts';
import type { MachineView, OrderView } from '../order-view.ts';
import { type Html, html } from './html.ts';

/** The name of a group or module, as customers know it. */
export function itemName(scope: string): string {
  const id = scope.replace(/^module:/, '');
  if (scope === id && isGroupId(id)) return groupOf(id).name;
  return isModuleId(id) ? moduleOf(id).name : id;
}

const seats = (count: number | 'unlimited'): string => (count === 'unlimited' ? 'Unlimited' : String(count));
export const day = (instant: string): string => instant.slice(0, 10);

export const itemsTable = ({ items }: Pick<OrderView, 'items'>): Html => html`<div class="scroll"><table>
<thead><tr><th scope="col">Item</th><th scope="col" class="number">Seats</th><th scope="col">Renewal until</th></tr></thead>
<tbody>${items.map(
  (i) => html`<tr><td>${itemName(i.item)}${i.trialUntil !== null && ` (trial until ${day(i.trialUntil)})`}</td>
<td class="number">${seats(i.seats)}</td><td>${i.renewal}</td></tr>`,
)}</tbody></table></div>`;

const STATES: Readonly<Record<OrderView['state'], string>> = {
  waiting: 'Waiting to be authorized by the vendor',
  authorized: 'Authorized: it can be activated',
  blocked: 'Blocked by the vendor',
  superseded: 'Ended: extended by a newer order',
};

/** With the proof that the page was asked with, as far as it may stand in an address. */
export const orderQuery = (id: string, reference: string): string =>
  `order=${id}${reference === '' ? '' : `&reference=${encodeURIComponent(reference)}`}`;

const orderLink = (id: string, reference: string): Html =>
  html`<a href="/orders/status?${orderQuery(id, reference)}"><code>${id}</code></a>`;

export const orderFacts = (view: OrderView, reference: string): Html => html`<dl>
<dt>Order ID</dt><dd><code>${view.orderId}</code></dd>
<dt>Status</dt><dd>${STATES[view.state]}${view.supersededBy !== '' && html` (${orderLink(view.supersededBy, reference)})`}</dd>
${view.previousOrderId !== '' && html`<dt>Extends order</dt><dd>${orderLink(view.previousOrderId, reference)}</dd>`}
${view.nextOrderId !== '' && html`<dt>Ordered on top</dt><dd>${orderLink(view.nextOrderId, reference)}</dd>`}
<dt>Type</dt><dd>${view.type === 'trial' ? 'Trial' : 'Full'}${view.expires !== null && `, ends ${day(view.expires)}`}</dd>
<dt>License holder</dt><dd>${[view.holder.name, view.holder.company, view.holder.address].filter((t) => t !== '').join(', ')}</dd>
<dt>Ordered</dt><dd>${day(view.createdAt)}</dd>
${view.authorizedAt !== null && html`<dt>Authorized</dt><dd>${day(view.authorizedAt)}</dd>`}
<dt>Activations</dt><dd>${view.activations.used} of ${view.activations.limit} different computers in the license’s life</dd>
</dl>`;

const machineState = (m: MachineView): string =>
  m.releasedAt === null ? `active, last heard of ${day(m.contactedAt)}` : `released ${day(m.releasedAt)}`;

/** `action` makes the last cell of an active machine. */
export function machinesTable(machines: readonly MachineView[], action?: (machine: MachineView) => Html): Html {
  if (machines.length === 0) return html`<p>The license was not activated yet.</p>`;
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Computer</th><th scope="col">Reference ID</th><th scope="col">Activated</th><th scope="col">State</th>${
    action && html`<th scope="col">Release</th>`
  }</tr></thead>
<tbody>${machines.map(
    (
      m,
    ) => html`<tr><td>${m.hostname || '(not known)'}</td><td><code>${m.referenceId}</code></td><td>${day(m.activatedAt)}</td>
<td>${machineState(m)}</td>${action && html`<td>${m.releasedAt === null && action(m)}</td>`}</tr>`,
  )}</tbody></table></div>`;
}
