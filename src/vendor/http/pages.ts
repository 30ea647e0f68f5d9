/** Order status, License Activation, Client Activations (INTERFACES 3). */
import type { FastifyInstance } from 'fastify';
import { SeatkeeperError } from '../../contract/errors.ts';
import { activate } from '../activation.ts';
import { orderView, provenOrder } from '../order-view.ts';
import { activationPage } from '../pages/activation.ts';
import {
  clientActivationsForm,
  linkedMachinesPage,
  linkMailedPage,
  machinesPage,
} from '../pages/client-activations.ts';
import { FieldError, type Form, typed } from '../pages/fields.ts';
import { homePage } from '../pages/home.ts';
import { statusForm, statusPage } from '../pages/status.ts';
import { mailReleaseLink, orderOfLink, release, releaseByLink } from '../release.ts';
import type { Order } from '../store/orders.ts';
import type { ApiDependencies } from './api.ts';
import { formOf, queryOf, sendPage, sendRefusal } from './forms.ts';

const required = (form: Form, name: string, words: string): string => {
  const value = typed(form, name);
  if (value === '') throw new FieldError(name, words);
  return value;
};

/** The order that the form's proof opens; throws what belongs beside a field. */
export function orderOfForm({ vendor, takeForOrder }: ApiDependencies, form: Form): Order {
  const orderId = required(form, 'order', 'Enter the Order ID.');
  takeForOrder(orderId);
  return provenOrder(vendor, orderId, { referenceId: typed(form, 'reference'), email: typed(form, 'email') });
}

/** A link from the console names order and machine: then the answer is shown at once. */
const isComplete = (form: Form): boolean => typed(form, 'order') !== '' && typed(form, 'reference') !== '';

function registerStatus(app: FastifyInstance, deps: ApiDependencies): void {
  const { vendor } = deps;
  app.get('/orders/status', (request, reply) => {
    const form = queryOf(request);
    if (!isComplete(form)) return sendPage(reply, statusForm(form));
    try {
      return sendPage(reply, statusPage(orderView(vendor, orderOfForm(deps, form)), typed(form, 'reference')));
    } catch (error) {
      return sendRefusal(reply, error, (e) => statusForm(form, e));
    }
  });
  app.post('/orders/status', (request, reply) => {
    const form = formOf(request);
    try {
      return sendPage(reply, statusPage(orderView(vendor, orderOfForm(deps, form)), typed(form, 'reference')));
    } catch (error) {
      return sendRefusal(reply, error, (e) => statusForm(form, e));
    }
  });
}

function registerActivation(app: FastifyInstance, { vendor, takeForOrder }: ApiDependencies): void {
  app.get('/activation', (request, reply) => sendPage(reply, activationPage(queryOf(request))));
  app.post('/activation', (request, reply) => {
    const form = formOf(request);
    try {
      const orderId = required(form, 'order', 'Enter the Order ID.');
      const referenceId = required(form, 'reference', 'Enter the Reference ID.');
      takeForOrder(orderId);
      const answer = activate(vendor, { orderId, referenceId, hostname: '', version: '', formats: [1] });
      reply.header('content-disposition', 'attachment; filename="license.xml"');
      return reply.type(answer.contentType).send(answer.body);
    } catch (error) {
      return sendRefusal(reply, error, (e) => activationPage(form, e));
    }
  });
}

function registerClientActivations(app: FastifyInstance, deps: ApiDependencies): void {
  const { vendor } = deps;
  const path = '/client-activations';

  app.get(path, (request, reply) => {
    const form = queryOf(request);
    if (!isComplete(form)) return sendPage(reply, clientActivationsForm(form));
    try {
      const view = orderView(vendor, orderOfForm(deps, form));
      return sendPage(reply, machinesPage({ view, form }, vendor.mails));
    } catch (error) {
      return sendRefusal(reply, error, (e) => clientActivationsForm(form, e));
    }
  });

  app.post(path, (request, reply) => {
    const form = formOf(request);
    try {
      const view = orderView(vendor, orderOfForm(deps, form));
      return sendPage(reply, machinesPage({ view, form }, vendor.mails));
    } catch (error) {
      return sendRefusal(reply, error, (e) => clientActivationsForm(form, e));
    }
  });

  app.post(`${path}/link`, (request, reply) => {
    if (!vendor.mails) throw new SeatkeeperError('PATH_NOT_FOUND');
    const form = formOf(request);
    try {
      mailReleaseLink(vendor, orderOfForm(deps, form), `${vendor.publicUrl}${path}/manage`);
      return sendPage(reply, linkMailedPage());
    } catch (error) {
      return sendRefusal(reply, error, (e) => clientActivationsForm(form, e));
    }
  });

  app.post(`${path}/release`, (request, reply) => {
    if (vendor.mails) throw new SeatkeeperError('PATH_NOT_FOUND');
    const form = formOf(request);
    const order = orderOfForm(deps, form);
    const referenceId = required(form, 'release', 'Choose a computer.');
    try {
      release(vendor, { orderId: order.id, referenceId, email: typed(form, 'email') });
      return sendPage(reply, machinesPage({ view: orderView(vendor, order), form, released: referenceId }, false));
    } catch (error) {
      return sendRefusal(reply, error, (e) => machinesPage({ view: orderView(vendor, order), form, error: e }, false));
    }
  });

  app.get(`${path}/manage`, (request, reply) => {
    const token = typed(queryOf(request), 'token');
    return sendPage(reply, linkedMachinesPage(orderView(vendor, orderOfLink(vendor, token)), token));
  });

  app.post(`${path}/manage`, (request, reply) => {
    const form = formOf(request);
    const token = typed(form, 'token');
    const referenceId = required(form, 'release', 'Choose a computer.');
    const order = releaseByLink(vendor, token, referenceId);
    return sendPage(reply, linkedMachinesPage(orderView(vendor, order), token, referenceId));
  });
}

export function registerPages(app: FastifyInstance, deps: ApiDependencies): void {
  app.get('/', (_request, reply) => sendPage(reply, homePage()));
  registerStatus(app, deps);
  registerActivation(app, deps);
  registerClientActivations(app, deps);
}
