/** `/client-activations`: the computers of an order, and their release. */
import type { SeatkeeperError } from '../../contract/errors.ts';
import type { MachineView, OrderView } from '../order-view.ts';
import { EMAIL_FIELD, type Form, field, fieldOf, hidden, proofFields } from './fields.ts';
import { type Html, html } from './html.ts';
import { errorSummary, notice, type Page } from './layout.ts';
import { machinesTable } from './order-parts.ts';

const PATH = '/client-activations';
const TITLE = 'Client Activations';

const explanation = html`<p>Release a computer that is gone for good. Its license is not re-validated any more. A release does not
give back one of the three activations of a license; if you need another one, ask your vendor with Request Support.</p>`;

export const clientActivationsForm = (form: Form, error?: SeatkeeperError): Page => ({
  title: TITLE,
  path: PATH,
  failed: error !== undefined,
  body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<form method="post" action="${PATH}">${proofFields(form, error)}<button type="submit">Show computers</button></form>`,
});

/** Named for screen readers by the computer it is about. */
const button = (machine: MachineView): Html =>
  html`<button class="plain" type="submit" name="release" value="${machine.referenceId}" aria-label="Release ${
    machine.hostname || machine.referenceId
  }">Release</button>`;

const isActive = (machine: MachineView): boolean => machine.releasedAt === null;

export interface MachinesPage {
  readonly view: OrderView;
  readonly form: Form;
  readonly error?: SeatkeeperError | undefined;
  /** The Reference ID that was just released. */
  readonly released?: string | undefined;
}

const releasedNotice = (released: string | undefined): Html | undefined =>
  released === undefined ? undefined : notice('Released', html`<code>${released}</code> is no longer active.`);

/** The list for somebody who gave a proof. `byMail`: a release needs the link that is mailed to the holder. */
export function machinesPage({ view, form, error, released }: MachinesPage, byMail: boolean): Page {
  const order = hidden('order', view.orderId);
  const reference = hidden('reference', form.reference ?? '');
  const active = view.machines.filter(isActive);
  const mailForm = html`<form method="post" action="${PATH}/link">${order}${reference}${hidden('email', form.email ?? '')}
<p>To release a computer, have a link mailed to the license holder.</p><button type="submit">Mail the link</button></form>`;
  // One button for the form: Enter in the address field must not release whatever stands first.
  const releaseForm = html`<h2>Release a computer</h2><form method="post" action="${PATH}/release">${order}${reference}
<div class="field"><label for="release">Computer</label><select id="release" name="release" required>
<option value="">Choose…</option>${active.map(
    (m) => html`<option value="${m.referenceId}">${m.hostname} ${m.referenceId}</option>`,
  )}</select></div>
${field({ ...EMAIL_FIELD, hint: 'The e-mail address in the order.', required: true }, form, error)}
<button type="submit">Release</button></form>`;
  return {
    title: TITLE,
    path: PATH,
    failed: error !== undefined,
    body: html`${releasedNotice(released)}${error && fieldOf(error) !== 'email' && errorSummary(error)}
<p>Order <code>${view.orderId}</code>: active on ${active.length} of ${view.machines.length} computers.</p>
${explanation}${machinesTable(view.machines)}${active.length > 0 && (byMail ? mailForm : releaseForm)}`,
  };
}

export const linkMailedPage = (): Page => ({
  title: TITLE,
  path: PATH,
  body: notice('A mail is on its way', 'It goes to the license holder of this order. Its link works for 24 hours.'),
});

/** The list for somebody who followed the mailed link. */
export const linkedMachinesPage = (view: OrderView, token: string, released?: string): Page => ({
  title: TITLE,
  path: PATH,
  body: html`${releasedNotice(released)}
<p>Order <code>${view.orderId}</code></p>${explanation}
<form method="post" action="${PATH}/manage">${hidden('token', token)}${machinesTable(view.machines, button)}</form>`,
});
