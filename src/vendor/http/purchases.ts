/** The purchase pages that Manage License opens: every purchase is a new order that waits (INTERFACES 3). */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { SeatkeeperError } from '../../contract/errors.ts';
import { orderedLetter } from '../letters.ts';
import { addOrder, holderSchema, type OrderInput, requireOrder } from '../orders.ts';
import { enqueue } from '../outbox.ts';
import { FieldError, type Form, fieldOf, typed } from '../pages/fields.ts';
import { purchasesPage } from '../pages/home.ts';
import {
  licenseItems,
  licensePage,
  orderedPage,
  PURCHASES,
  type Purchase,
  proofPage,
  purchaseFormPage,
} from '../pages/purchase.ts';
import { runningItems, type Terms } from '../purchase.ts';
import { exclusively } from '../store/open.ts';
import { findOrder, type Order, successorOf } from '../store/orders.ts';
import { type Answer, fingerprintOf, storeAnswer, storedAnswer } from '../store/records.ts';
import type { Vendor } from '../vendor.ts';
import type { ApiDependencies } from './api.ts';
import { formOf, queryOf, sendPage, sendRefusal } from './forms.ts';
import { orderOfForm } from './pages.ts';

/** The newest order of a license: a chain never forks, so that a new order goes on top of what waits already. */
function tipOf(vendor: Vendor, order: Order): Order {
  const next = successorOf(vendor.db, order.id);
  const successor = next === undefined ? undefined : findOrder(vendor.db, next);
  return successor ? tipOf(vendor, successor) : order;
}

const termsOf = (vendor: Vendor, { structure, items }: Order): Terms => ({
  structure,
  items: runningItems(items, vendor.clock.now()),
});

const incomplete = (detail: string): SeatkeeperError => new SeatkeeperError('INPUT_INVALID', { detail });

/** The order that this form has made; throws INPUT_INVALID if somebody went back and changed it since. */
function storedForm(vendor: Vendor, once: string, fingerprint: string): Answer | undefined {
  try {
    return storedAnswer(vendor.db, `form:${once}`, fingerprint);
  } catch (error) {
    if (!(error instanceof SeatkeeperError)) throw error;
    throw incomplete('this form has made an order already; look through it and send it again to make another');
  }
}

/** One order for a form, however often it is sent. */
function orderOnce(vendor: Vendor, path: string, form: Form, input: () => OrderInput): Order {
  const once = typed(form, 'once');
  if (!/^[0-9a-f-]{36}$/.test(once)) throw incomplete('the form is incomplete');
  const fingerprint = fingerprintOf(path, { ...form });
  return exclusively(vendor.db, () => {
    const stored = storedForm(vendor, once, fingerprint);
    if (stored) return requireOrder(vendor, stored.body);
    const order = addOrder(vendor, { ...input(), source: 'page' });
    const now = vendor.clock.now();
    enqueue(vendor, orderedLetter(order, vendor.publicUrl), now);
    storeAnswer(
      vendor.db,
      `form:${once}`,
      fingerprint,
      { status: 303, contentType: 'text/plain', body: order.id },
      now,
    );
    return order;
  });
}

/** On top of `base`, with its terms and other items. */
function extension(vendor: Vendor, purchase: Purchase, base: Order, form: Form): OrderInput {
  return {
    holder: base.holder,
    items: purchase.items(termsOf(vendor, base), form, vendor.clock.now()),
    type: purchase.keepsType ? base.type : 'full',
    structure: base.structure,
    graceDays: base.graceDays,
    everyDays: base.everyDays,
    previous: base.id,
  };
}

function registerExtension(app: FastifyInstance, deps: ApiDependencies, purchase: Purchase): void {
  const { vendor } = deps;

  const formPage = (form: Form, once: string, error?: SeatkeeperError) => {
    const base = tipOf(vendor, orderOfForm(deps, form));
    if (base.blocked) throw new SeatkeeperError('LICENSE_BLOCKED', { orderId: base.id });
    return purchaseFormPage({ purchase, base, terms: termsOf(vendor, base), form, once, error });
  };

  app.get(purchase.path, (request, reply) => {
    const form = queryOf(request);
    if (typed(form, 'order') === '' || typed(form, 'reference') === '')
      return sendPage(reply, proofPage(purchase, form));
    try {
      return sendPage(reply, formPage(form, randomUUID()));
    } catch (error) {
      return sendRefusal(reply, error, (e) => proofPage(purchase, form, e));
    }
  });

  app.post(purchase.path, (request, reply) => {
    const form = formOf(request);
    try {
      if (typed(form, 'step') !== 'order') return sendPage(reply, formPage(form, randomUUID()));
      const owned = orderOfForm(deps, form);
      const order = orderOnce(vendor, purchase.path, form, () =>
        extension(vendor, purchase, tipOf(vendor, owned), form),
      );
      return sendPage(reply, orderedPage(purchase, order, typed(form, 'reference')));
    } catch (error) {
      return sendRefusal(reply, error, (e) =>
        e.code === 'INPUT_INVALID' && fieldOf(e) !== 'order'
          ? formPage(form, randomUUID(), e)
          : proofPage(purchase, form, e),
      );
    }
  });
}

/** Throws beside the field that is wrong. */
function holderOf(fields: OrderInput['holder']): OrderInput['holder'] {
  const holder = holderSchema.safeParse(fields);
  if (holder.success) return holder.data;
  const issue = holder.error.issues[0];
  throw new FieldError(String(issue?.path[0] ?? 'name'), `This is ${issue?.message ?? 'not understood'}.`);
}

function registerAnotherLicense(app: FastifyInstance, { vendor }: ApiDependencies): void {
  const purchase = { path: '/purchase/license', title: 'Purchase Another License' };
  app.get(purchase.path, (_request, reply) => sendPage(reply, licensePage({}, randomUUID())));
  app.post(purchase.path, (request, reply) => {
    const form = formOf(request);
    const text = (name: string): string => typed(form, name);
    try {
      const order = orderOnce(vendor, purchase.path, form, () => ({
        holder: holderOf({
          name: text('name'),
          company: text('company'),
          email: text('email'),
          address: text('address'),
        }),
        items: licenseItems(form, vendor.clock.now()),
      }));
      return sendPage(reply, orderedPage(purchase, order, ''));
    } catch (error) {
      return sendRefusal(reply, error, (e) => licensePage(form, randomUUID(), e));
    }
  });
}

export function registerPurchases(app: FastifyInstance, deps: ApiDependencies): void {
  app.get('/purchase', (request, reply) => {
    const form = queryOf(request);
    const known = ['order', 'reference'].filter((name) => typed(form, name) !== '');
    const query = new URLSearchParams(known.map((name): [string, string] => [name, typed(form, name)])).toString();
    return sendPage(reply, purchasesPage(query === '' ? '' : `?${query}`));
  });
  for (const purchase of PURCHASES) registerExtension(app, deps, purchase);
  registerAnotherLicense(app, deps);
}
