/** The licensing server's API for control services (INTERFACES 3). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as wire from '../../contract/licensing-wire.ts';
import { judgeActivation } from '../activation.ts';
import type { GroupCommit } from '../group-commit.ts';
import { orderView, provenOrder } from '../order-view.ts';
import { release } from '../release.ts';
import { type Answer, fingerprintOf } from '../store/records.ts';
import { judgeValidation } from '../validation.ts';
import type { Vendor } from '../vendor.ts';
import { type Once, orThrow, type Verdict } from '../verdict.ts';
import { asSeatkeeperError, sendProblem } from './problem.ts';

export interface ApiDependencies {
  readonly vendor: Vendor;
  /** Throws RATE_LIMITED when this order was asked for too often. */
  readonly takeForOrder: (typed: string) => void;
}

interface Dependencies extends ApiDependencies {
  /** Throws RATE_LIMITED; never for a server that asks as often as it should. */
  readonly takeForValidation: (request: FastifyRequest, body?: wire.ValidationRequest) => void;
  readonly commits: GroupCommit;
}

function onceOf(request: FastifyRequest, route: string, content: object): Once | undefined {
  const key = wire.idempotencyKey.parse(request.headers[wire.IDEMPOTENCY_HEADER]);
  return key === undefined ? undefined : { key, fingerprint: fingerprintOf(route, content) };
}

const send = (reply: FastifyReply, answer: Answer): FastifyReply =>
  reply.code(answer.status).type(answer.contentType).send(answer.body);

/** Documents, which are answered when they are on disk: several requests share a commit. */
function registerDocuments(app: FastifyInstance, { vendor, takeForOrder, takeForValidation, commits }: Dependencies) {
  const answer = async (reply: FastifyReply, judge: () => Verdict): Promise<FastifyReply> =>
    send(reply, orThrow(await commits.run(judge)));

  app.post(wire.ACTIVATIONS_PATH, (request, reply) => {
    const body = wire.activationRequest.parse(request.body);
    takeForOrder(body.orderId);
    const once = onceOf(request, wire.ACTIVATIONS_PATH, body);
    return answer(reply, () => judgeActivation(vendor, body, once));
  });

  app.post(wire.LICENSES_PATH, (request, reply) => {
    const body = wire.fileRequest.parse(request.body);
    takeForOrder(body.orderId);
    const once = onceOf(request, wire.LICENSES_PATH, body);
    reply.header('content-disposition', 'attachment; filename="license.xml"');
    return answer(reply, () => judgeActivation(vendor, body, once));
  });

  app.post(wire.VALIDATIONS_PATH, { config: { unthrottled: true } }, (request, reply) => {
    const parsed = wire.validationRequest.safeParse(request.body);
    takeForValidation(request, parsed.data);
    if (!parsed.success) throw parsed.error;
    const body = parsed.data;
    const once = onceOf(request, wire.VALIDATIONS_PATH, body);
    return answer(reply, () => judgeValidation(vendor, body, once));
  });
}

export function registerApi(app: FastifyInstance, deps: Dependencies): void {
  const { vendor, takeForOrder } = deps;
  app.get('/healthz', { config: { unthrottled: true } }, (_request, reply) => {
    vendor.db.prepare('SELECT 1').get();
    return reply.send({ status: 'ok', product: 'Seatkeeper licensing server' });
  });

  registerDocuments(app, deps);

  app.post(wire.RELEASES_PATH, (request, reply) => {
    const body = wire.releaseRequest.parse(request.body);
    takeForOrder(body.orderId);
    return send(reply, release(vendor, body, onceOf(request, wire.RELEASES_PATH, body)));
  });

  app.get(`${wire.ORDERS_PATH}/:id`, (request, reply) => {
    const { id } = wire.orderParams.parse(request.params);
    const { reference, email } = wire.proofQuery.parse(request.query);
    takeForOrder(id);
    return reply.send(orderView(vendor, provenOrder(vendor, id, { referenceId: reference, email })));
  });

  app.setErrorHandler((error, request, reply) => {
    const known = asSeatkeeperError(error);
    if (known.code === 'INTERNAL')
      request.log.error({ err: error, correlationId: known.params.correlationId }, 'failed');
    reply.removeHeader('content-disposition');
    return sendProblem(reply, known);
  });
}
