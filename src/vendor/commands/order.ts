/** `order …`: what operators do to orders. */
import { type Command, Option } from 'commander';
import { parseItems } from '../items.ts';
import { orderView } from '../order-view.ts';
import {
  authorizeOrder,
  blockOrder,
  createOrder,
  flagByHand,
  grantActivations,
  type OrderInput,
  requireOrder,
  unblockOrder,
  unflagOrder,
} from '../orders.ts';
import { machinesOf } from '../store/machines.ts';
import { listOrders, type Order } from '../store/orders.ts';
import { json, line, type VendorIo } from './io.ts';
import { type CommonOptions, type MailOptions, sendMail, withJson, withMail, withVendor } from './options.ts';
import { listLine, operatorView, orderLines } from './print-order.ts';

interface CreateOptions extends CommonOptions {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly address: string;
  readonly items: string;
  readonly renewal: string;
  readonly type: 'full' | 'trial';
  readonly structure: 'category' | 'module';
  readonly graceDays: string;
  readonly everyDays: string;
  readonly previous?: string;
  readonly overuse?: string;
  readonly trialDays?: string;
  readonly outgoingAllowance?: string;
}

const inputOf = (options: CreateOptions): OrderInput => ({
  holder: { name: options.name, company: options.company, email: options.email, address: options.address },
  items: parseItems(options),
  type: options.type,
  structure: options.structure,
  graceDays: Number(options.graceDays),
  everyDays: Number(options.everyDays),
  previous: options.previous,
});

const createCommand = (order: Command): Command =>
  withJson(order.command('create').description('a new order; prints its Order ID on the last line'))
    .requiredOption('--name <name>', 'license holder')
    .option('--company <company>', 'license holder’s company', '')
    .requiredOption('--email <address>', 'license holder’s e-mail')
    .option('--address <address>', 'license holder’s street address', '')
    .requiredOption('--items <list>', 'groups or modules with seats: communication=250,im=unlimited')
    .requiredOption('--renewal <day>', 'last day of the renewal period, with exceptions: 2027-11-21,im=2026-12-31')
    .addOption(
      new Option('--type <type>', 'a trial ends with its renewal day').choices(['full', 'trial']).default('full'),
    )
    .addOption(
      new Option('--structure <structure>', 'items name groups, or modules (older licenses)')
        .choices(['category', 'module'])
        .default('category'),
    )
    .option('--grace-days <days>', 'from a failed re-validation to Emergency Mode, 2 to 7', '7')
    .option('--every-days <days>', 'between re-validations, 7 to 365', '30')
    .option('--previous <order>', 'the order that this one extends')
    .option('--overuse <regime>', 'trial, community or protection, for all or single items: antispam=community')
    .option('--trial-days <list>', 'items that end so many days after authorization: im=30')
    .option('--outgoing-allowance <mails>', 'outgoing over incoming mails a day and seat, under 50 seats');

/** A command on one order that prints what became of it. */
function changing(command: Command, io: VendorIo, words: string, work: typeof authorizeOrder): void {
  withMail(withJson(command)).action((id: string, options: MailOptions) =>
    withVendor(options, io, async (vendor) => {
      const order = work(vendor, id);
      if (options.json) json(io, orderView(vendor, order));
      else line(io, `${order.id} ${words}`);
      await sendMail(vendor, options, io);
    }),
  );
}

export function addOrderCommands(program: Command, io: VendorIo): void {
  const order = program.command('order').description('orders');

  createCommand(order).action((options: CreateOptions) =>
    withVendor(options, io, (vendor) => {
      const created = createOrder(vendor, inputOf(options));
      if (options.json) json(io, orderView(vendor, created));
      else line(io, created.id);
    }),
  );

  const authorize = order.command('authorize <id>').description('it can be activated now; the holder is mailed');
  changing(authorize, io, 'authorized', authorizeOrder);
  const block = order.command('block <id>').description('refuse every activation').option('--reason <text>', 'why', '');
  changing(block, io, 'blocked', (vendor, id) => blockOrder(vendor, id, block.opts<{ reason: string }>().reason));
  changing(order.command('unblock <id>').description('undo block'), io, 'unblocked', unblockOrder);
  const flag = order.command('flag <id>').description('mark it for operators').option('--reason <text>', 'why', '');
  changing(flag, io, 'flagged', (vendor, id) => flagByHand(vendor, id, flag.opts<{ reason: string }>().reason));
  changing(order.command('unflag <id>').description('it was looked into'), io, 'not flagged', unflagOrder);
  const grant = order.command('grant <id>').description('allow one more computer in this license’s life');
  grant.option('--activations <count>', 'or so many', '1');
  changing(grant, io, 'granted', (vendor, id) =>
    grantActivations(vendor, id, Number(grant.opts<{ activations: string }>().activations)),
  );

  withJson(order.command('show <id>').description('an order with its computers and its history')).action(
    (id: string, options: CommonOptions) =>
      withVendor(options, io, (vendor) => {
        const view = operatorView(vendor, requireOrder(vendor, id));
        if (options.json) json(io, view);
        else for (const text of orderLines(view)) line(io, text);
      }),
  );

  withJson(order.command('list').description('all orders, the oldest first')).action((options: CommonOptions) =>
    withVendor(options, io, (vendor) => {
      const orders = listOrders(vendor.db);
      const lineOf = (o: Order): string => listLine(o, machinesOf(vendor.db, o.id).length);
      if (options.json)
        json(
          io,
          orders.map((o) => orderView(vendor, o)),
        );
      else for (const o of orders) line(io, lineOf(o));
    }),
  );
}
