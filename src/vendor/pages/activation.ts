/** `/activation`: Order ID and Reference ID make license.xml. */
import type { SeatkeeperError } from '../../contract/errors.ts';
import { type Form, field, fieldOf, ORDER_FIELD, REFERENCE_FIELD } from './fields.ts';
import { html } from './html.ts';
import { errorSummary, type Page } from './layout.ts';

export const activationPage = (form: Form, error?: SeatkeeperError): Page => ({
  title: 'License Activation',
  path: '/activation',
  failed: error !== undefined,
  body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<p>For a server that cannot reach the licensing server: download license.xml here and enter it with
Help &gt; License… &gt; Activate License &gt; Enter License Offline….</p>
<form method="post" action="/activation">
${field(ORDER_FIELD, form, error)}
${field({ ...REFERENCE_FIELD, required: true }, form, error)}
<button type="submit">Download license.xml</button>
</form>
<p>A license can be activated on three different computers in its life; the same computer again is free.</p>`,
});
