/** `/purchase/…`: what is bought, asked in one form for an order, or for a new customer. */
import type { SeatkeeperError } from '../../contract/errors.ts';
import { GROUPS } from '../../core/seats/modules.ts';
import { scopeName } from '../items.ts';
import * as buying from '../purchase.ts';
import type { Order, OrderedItem } from '../store/orders.ts';
import {
  EMAIL_FIELD,
  type Field,
  FieldError,
  type Form,
  field,
  fieldOf,
  hidden,
  proofFields,
  typed,
} from './fields.ts';
import { type Html, html } from './html.ts';
import { errorSummary, notice, type Page } from './layout.ts';
import { itemName, itemsTable, orderQuery } from './order-parts.ts';

const MAX_SEATS = 1_000_000;

/** A whole number from a field; `empty` when nothing was typed. */
function count(form: Form, name: string, low: number, high: number, empty: number): number {
  const text = typed(form, name);
  if (text === '') return empty;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new FieldError(name, `Enter a whole number from ${low} to ${high}.`);
}

/** Numbers over 0, by the items' names. Throws beside the first field if there is none. */
function counts(form: Form, names: readonly string[]): Map<string, number> {
  const entered = names.map((name) => [name, count(form, `seats-${name}`, 0, MAX_SEATS, 0)] as const);
  const chosen = new Map(entered.filter(([, n]) => n > 0));
  if (chosen.size === 0) throw new FieldError(`seats-${names[0]}`, 'Enter a number for at least one of them.');
  return chosen;
}

const numberField = (name: string, label: string, hint?: string): Field => ({
  name,
  label,
  ...(hint === undefined ? {} : { hint }),
  type: 'number',
  min: 0,
  maxLength: 7,
});

const seatFields = (names: readonly string[], form: Form, error?: SeatkeeperError): Html =>
  html`${names.map((name) => field(numberField(`seats-${name}`, itemName(name)), form, error))}`;

const yearsField = (form: Form, error?: SeatkeeperError): Html =>
  field({ ...numberField('years', 'Years'), min: 1 }, { years: '1', ...form }, error);

/** One box an item; all are ticked until the person has sent the form once. */
function checkbox(name: string, form: Form): Html {
  const ticked = typed(form, 'step') !== 'order' || typed(form, `renew-${name}`) !== '';
  return html`<div><label class="check"><input type="checkbox" name="renew-${name}" value="yes"${
    ticked && html` checked`
  }>${itemName(name)}</label></div>`;
}

function renewal(items: readonly OrderedItem[], form: Form, now: number): OrderedItem[] {
  const names = buying.renewable(items).filter((n) => typed(form, `renew-${n}`) !== '');
  if (names.length === 0) throw new FieldError('years', 'Choose at least one item to renew.');
  return buying.renew(items, names, count(form, 'years', 1, 10, 1), new Date(now).toISOString().slice(0, 10));
}

export interface Purchase {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  /** The form's own fields; undefined: there is nothing of this kind to buy. */
  fields(terms: buying.Terms, form: Form, error?: SeatkeeperError): Html | undefined;
  /** The items of the new order; throws FieldError. */
  items(terms: buying.Terms, form: Form, now: number): OrderedItem[];
  /** A trial stays a trial only when it is tried further. */
  readonly keepsType?: boolean;
}

export const PURCHASES: readonly Purchase[] = [
  {
    path: '/purchase/renewal',
    title: 'Purchase Renewal',
    intro:
      'The years are added to the renewal period that runs. Modules that you leave out are stopped when theirs ends.',
    fields: ({ items }, form, error) =>
      html`<fieldset><legend>Renew</legend>${buying.renewable(items).map((name) => checkbox(name, form))}</fieldset>
${yearsField(form, error)}`,
    items: ({ items }, form, now) => renewal(items, form, now),
  },
  {
    path: '/purchase/users',
    title: 'Add Users',
    intro: 'How many seats more? They are added to the ones that you have.',
    fields: ({ items }, form, error) => {
      const names = buying.extendable(items);
      return names.length === 0 ? undefined : seatFields(names, form, error);
    },
    items: ({ items }, form) => buying.addSeats(items, counts(form, buying.extendable(items))),
  },
  {
    path: '/purchase/modules',
    title: 'Add Modules',
    intro: 'How many seats of what you do not have yet? The renewal period is the one of your license.',
    fields: (terms, form, error) => {
      const names = buying.uncovered(terms);
      return names.length === 0 ? undefined : seatFields(names, form, error);
    },
    items: (terms, form) => buying.addItems(terms, counts(form, buying.uncovered(terms))),
  },
  {
    path: '/purchase/trial',
    title: 'Add Trial',
    intro: `A trial ends ${buying.TRIAL_DAYS} days after it was authorized. How many seats do you want to try?`,
    fields: (terms, form, error) => {
      const names = buying.triable(terms);
      return names.length === 0 ? undefined : seatFields(names, form, error);
    },
    items: (terms, form) => buying.addItems(terms, counts(form, buying.triable(terms)), buying.TRIAL_DAYS),
    keepsType: true,
  },
];

const formStart = (path: string, once: string): Html =>
  html`${hidden('step', 'order')}${hidden('once', once)}<p class="hint">The order waits until the vendor authorizes it. ${
    path === '/purchase/license' ? '' : 'It is activated on top of your present license.'
  }</p>`;

export const proofPage = (purchase: Purchase, form: Form, error?: SeatkeeperError): Page => ({
  title: purchase.title,
  path: purchase.path,
  failed: error !== undefined,
  body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<p>Which license is it about?</p>
<form method="post" action="${purchase.path}">${proofFields(form, error)}<button type="submit">Continue</button></form>`,
});

export interface PurchaseFormPage {
  readonly purchase: Purchase;
  /** The newest order of the license: the new one goes on top of it. */
  readonly base: Order;
  readonly terms: buying.Terms;
  readonly form: Form;
  /** Makes a form that is sent twice one order. */
  readonly once: string;
  readonly error?: SeatkeeperError | undefined;
}

export function purchaseFormPage({ purchase, base, terms, form, once, error }: PurchaseFormPage): Page {
  const fields = purchase.fields(terms, form, error);
  const items = terms.items.map((i) => ({ ...i, item: scopeName(i), trialUntil: i.trialUntil ?? null }));
  const proof = ['order', 'reference', 'email'].map((name) => hidden(name, form[name] ?? ''));
  return {
    title: purchase.title,
    path: purchase.path,
    failed: error !== undefined,
    body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<p>Order <code>${base.id}</code>, ${base.holder.company || base.holder.name}</p>
${itemsTable({ items })}
${
  fields
    ? html`<form method="post" action="${purchase.path}"><p>${purchase.intro}</p>${proof}${fields}${formStart(
        purchase.path,
        once,
      )}<button type="submit">Order</button></form>`
    : html`<p>There is nothing of this kind left to order.</p>`
}`,
  };
}

const GROUP_NAMES = GROUPS.map((g) => g.id);

/** Purchase Another License: for a new server, on top of nothing. */
export const licensePage = (form: Form, once: string, error?: SeatkeeperError): Page => ({
  title: 'Purchase Another License',
  path: '/purchase/license',
  failed: error !== undefined,
  body: html`${error && fieldOf(error) === undefined && errorSummary(error)}
<form method="post" action="/purchase/license">
${field({ name: 'name', label: 'Name', complete: 'name', required: true }, form, error)}
${field({ name: 'company', label: 'Company', complete: 'organization' }, form, error)}
${field({ ...EMAIL_FIELD, label: 'E-mail', required: true }, form, error)}
${field({ name: 'address', label: 'Street address', complete: 'street-address', maxLength: 400 }, form, error)}
<fieldset><legend>Seats</legend>${seatFields(GROUP_NAMES, form, error)}</fieldset>
${yearsField(form, error)}
${formStart('/purchase/license', once)}<button type="submit">Order</button></form>`,
});

export const licenseItems = (form: Form, now: number): OrderedItem[] => {
  const seats = counts(form, GROUP_NAMES);
  if (!seats.has('communication')) {
    throw new FieldError('seats-communication', 'Every license covers mail: enter the number of users.');
  }
  const renewalDay = buying.addYears(new Date(now).toISOString().slice(0, 10), count(form, 'years', 1, 10, 1));
  return buying.addItems({ structure: 'category', items: [] }, seats).map((item) => ({ ...item, renewal: renewalDay }));
};

/** `reference`: of the machine that it was ordered from, or empty. */
export const orderedPage = (purchase: Pick<Purchase, 'title' | 'path'>, order: Order, reference: string): Page => ({
  title: purchase.title,
  path: purchase.path,
  body: html`${notice('Ordered', html`Your Order ID is <code>${order.id}</code>.`)}
<p>The vendor authorizes it; then it can be activated with Help &gt; License… &gt; Activate License. Keep the Order ID.</p>
<p><a href="/orders/status?${orderQuery(order.id, reference)}">See its status</a></p>`,
});
