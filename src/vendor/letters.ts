/** The words of the mails to license holders. */
import { DAY } from '../core/calendar.ts';
import { instantOf } from '../core/license/values.ts';
import { type ParallelUse, parallelUntil } from '../core/license/vendor-use.ts';
import type { Mail } from './outbox.ts';
import type { Machine } from './store/machines.ts';
import type { Order } from './store/orders.ts';

const page = (publicUrl: string, path: string, order: Order): string =>
  publicUrl === '' ? '' : `${publicUrl}${path}?order=${order.id}`;

const paragraph = (...lines: string[]): string => lines.filter((l) => l !== '').join('\n');

export function authorizedLetter(order: Order, publicUrl: string): Mail {
  const activation = page(publicUrl, '/activation', order);
  const status = page(publicUrl, '/orders/status', order);
  const body = [
    `Dear ${order.holder.name || 'customer'},`,
    `your Seatkeeper order ${order.id} has been authorized.`,
    paragraph(
      'To activate it, open Help > License… in the Administration Console and choose',
      `Activate License > Online Activation…, then enter the Order ID ${order.id}.`,
    ),
    order.previous === ''
      ? ''
      : `This order extends order ${order.previous} and is activated on the computer where that one is in force.`,
    activation === '' ? '' : paragraph('For a server without a network, download license.xml here:', activation),
    status === '' ? '' : paragraph('The status of your order:', status),
  ];
  return {
    occasion: `authorized:${order.id}`,
    recipient: order.holder.email,
    subject: `Your Seatkeeper license: order ${order.id}`,
    body: `${body.filter((p) => p !== '').join('\n\n')}\n`,
  };
}

const nameOf = (machine: Machine): string =>
  machine.hostname === '' ? machine.reference : `${machine.hostname} (${machine.reference})`;

/** Two computers use the license: what that means, until when it is fine, what to do (LICENSING 4). */
export function parallelLetter(
  order: Order,
  { older, newer }: ParallelUse<Machine>,
  occasion: string,
  { now, publicUrl }: { now: number; publicUrl: string },
): Mail {
  const until = parallelUntil(newer.usedSince);
  const days = Math.floor((now - newer.usedSince) / DAY);
  const releases = page(publicUrl, '/client-activations', order);
  const body = [
    `Dear ${order.holder.name || 'customer'},`,
    paragraph(
      `your Seatkeeper license of order ${order.id} has been active on two computers for ${days} ${days === 1 ? 'day' : 'days'}:`,
      `  ${nameOf(older)}`,
      `  ${nameOf(newer)}, since ${instantOf(newer.usedSince).slice(0, 10)}`,
    ),
    now > until
      ? 'For a move both may run for 31 days. They are over: the license of the older one is not re-validated any more.'
      : `For a move both may run for 31 days, until ${instantOf(until)}. Then the license of the older one is not re-validated any more.`,
    paragraph(
      'If you use the newer one only, release the older one.',
      'If you went back to the older one, release the newer one.',
      'If you need both, get another license with Manage License > Purchase Another License.',
    ),
    releases === '' ? '' : paragraph('Computers are released here:', releases),
  ];
  return {
    occasion,
    recipient: order.holder.email,
    subject: `Your Seatkeeper license is active on two computers: order ${order.id}`,
    body: `${body.filter((p) => p !== '').join('\n\n')}\n`,
  };
}

export function releaseLetter(order: Order, link: string, occasion: string): Mail {
  const body = [
    `Dear ${order.holder.name || 'customer'},`,
    paragraph(
      `somebody asked to release computers from your Seatkeeper order ${order.id}.`,
      'To do so, open this page:',
    ),
    link,
    'The link works for 24 hours. If you did not ask for it, nothing needs to be done.',
  ];
  return {
    occasion,
    recipient: order.holder.email,
    subject: `Release computers from your Seatkeeper order ${order.id}`,
    body: `${body.join('\n\n')}\n`,
  };
}

export function orderedLetter(order: Order, publicUrl: string): Mail {
  const status = page(publicUrl, '/orders/status', order);
  const body = [
    `Dear ${order.holder.name || 'customer'},`,
    paragraph(`we have received your order ${order.id}.`, 'You will get another mail when it is authorized.'),
    status === '' ? '' : paragraph('Its status:', status),
  ];
  return {
    occasion: `ordered:${order.id}`,
    recipient: order.holder.email,
    subject: `Your Seatkeeper order ${order.id}`,
    body: `${body.filter((p) => p !== '').join('\n\n')}\n`,
  };
}
