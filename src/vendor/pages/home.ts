/** `/` and `/purchase`: what one can do here. */
import { type Html, html } from './html.ts';
import { type Page, PRODUCT } from './layout.ts';

type Choice = readonly [path: string, label: string, text: string];

const CHOICES: readonly Choice[] = [
  ['/orders/status', 'Order status', 'Is it authorized? Where is it active, and until when?'],
  ['/activation', 'License Activation', 'Order ID and Reference ID make license.xml, for servers without a network.'],
  ['/client-activations', 'Client Activations', 'The computers that use your license; release one that is gone.'],
];
const PURCHASES: readonly Choice[] = [
  ['/purchase/renewal', 'Purchase Renewal', 'More years of upgrades, definitions and support.'],
  ['/purchase/users', 'Add Users', 'More seats for what you have.'],
  ['/purchase/modules', 'Add Modules', 'Groups and modules that you do not have yet.'],
  ['/purchase/trial', 'Add Trial', 'Try a module for 30 days.'],
  ['/purchase/license', 'Purchase Another License', 'For another server.'],
];

/** Order and Reference ID follow from page to page. */
const list = (choices: readonly Choice[], query: string): Html =>
  html`<ul class="choices">${choices.map(
    ([path, label, text]) => html`<li><a href="${path}${query}">${label}</a><p>${text}</p></li>`,
  )}</ul>`;

export const homePage = (): Page => ({
  title: PRODUCT,
  path: '/',
  body: html`<p>To activate a license online you need nothing here: open Help &gt; License… in the Administration Console.</p>
<h2>Your license</h2>${list(CHOICES, '')}
<h2>Purchase</h2>${list(PURCHASES, '')}`,
});

export const purchasesPage = (query: string): Page => ({
  title: 'Purchase',
  path: '/purchase',
  body: html`<p>Every purchase makes an order that waits until the vendor authorizes it.</p>${list(PURCHASES, query)}`,
});

export const notFoundPage = (): Page => ({
  title: 'There is no such page',
  path: '',
  failed: true,
  body: html`<p><a href="/">See what one can do here.</a></p>`,
});
