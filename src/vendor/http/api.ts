/** The licensing server's API for control services (INTERFACES 3). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ActivationRequest, activate, type Once } from '../activation.ts';
import { orderView, provenOrder } from '../order-view.ts';
import { release } from '../release.ts';
import { type Answer, fingerprintOf } from '../store/records.ts';
import type { Vendor } from '../vendor.ts';
import { asSeatkeeperError, sendProblem } from './problem.ts';
import * as schemas from './schemas.ts';

export interface ApiDependencies {
  readonly vendor: Vendor;
  /** Throws RATE_LIMITED when this order was asked for too often. */
  readonly takeForOrder: (typed: string) => void;
}

function onceOf(request: FastifyRequest, route: string, content: object): Once | undefined {
  const key = schemas.idempotencyKey.parse(request.headers['idempotency-key']);
  return key === undefined ? undefined : { key, fingerprint: fingerprintOf(route, content) };
}

const send = (reply: FastifyReply, answer: Answer): FastifyReply =>
  reply.code(answer.status).type(answer.contentType).send(answer.body);

export function registerApi(app: FastifyInstance, { vendor, takeForOrder }: ApiDependencies): void {
  const answerActivation = (request: FastifyRequest, reply: FastifyReply, route: string, body: ActivationRequest) => {
    takeForOrder(body.orderId);
    return send(reply, activate(vendor, body, onceOf(request, route, body)));
  };

  app.get('/healthz', { config: { unthrottled: true } }, (_request, reply) => {
    vendor.db.prepare('SELECT 1').get();
    return reply.send({ status: 'ok', product: 'Seatkeeper licensing server' });
  });

  app.post('/v1/activations', (request, reply) =>
    answerActivation(request, reply, '/v1/activations', schemas.activationBody.parse(request.body)),
  );

  app.post('/v1/licenses', (request, reply) => {
    reply.header('content-disposition', 'attachment; filename="license.xml"');
    return answerActivation(request, reply, '/v1/licenses', schemas.offlineBody.parse(request.body));
  });

  app.post('/v1/releases', (request, reply) => {
    const body = schemas.releaseBody.parse(request.body);
    takeForOrder(body.orderId);
    return send(reply, release(vendor, body, onceOf(request, '/v1/releases', body)));
  });

  app.get('/v1/orders/:id', (request, reply) => {
    const { id } = schemas.orderParams.parse(request.params);
    const { reference, email } = schemas.proofQuery.parse(request.query);
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
