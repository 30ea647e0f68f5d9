/** `/orders/status`. */
import type { SeatkeeperError } from '../../contract/errors.ts';
import type { OrderView } from '../order-view.ts';
import { type Form, fieldOf, proofFields } from './fields.ts';
import { type Html, html } from './html.ts';
import { errorSummary, type Page } from './layout.ts';
import { itemsTable, machinesTable, orderFacts, orderQuery } from './order-parts.ts';

const PATH = '/orders/status';
const TITLE = 'Order status';

export const statusForm = (form: Form, error?: SeatkeeperError): Page => ({
  title: TITLE,
  path: PATH,
  failed: error !== undefined,
  body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<form method="post" action="${PATH}">${proofFields(form, error)}<button type="submit">Show order</button></form>`,
});

function nextStep(view: OrderView, reference: string): Html {
  if (view.state === 'waiting')
    return html`<p>You will get a mail when the order is authorized. Nothing needs to be done.</p>`;
  if (view.state === 'authorized') {
    return html`<p>Activate it in the Administration Console with Help &gt; License… &gt; Activate License, or
<a href="/activation?${orderQuery(view.orderId, reference)}">download license.xml</a> for a server without a network.</p>`;
  }
  if (view.state === 'blocked') return html`<p>Contact your vendor with Request Support.</p>`;
  return html`<p>Use the order that extended it.</p>`;
}

/** `reference`: of the machine that asked, or empty. */
export const statusPage = (view: OrderView, reference: string): Page => ({
  title: TITLE,
  path: PATH,
  body: html`${orderFacts(view, reference)}${nextStep(view, reference)}
<h2>Items</h2>${itemsTable(view)}
<h2>Computers</h2>${machinesTable(view.machines)}
<p><a href="/client-activations?${orderQuery(view.orderId, reference)}">Release a computer that is gone</a></p>`,
});
