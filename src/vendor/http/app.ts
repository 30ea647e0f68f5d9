/** The HTTP server of the licensing server: API and pages behind the same limits. */
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { SeatkeeperError } from '../../contract/errors.ts';
import { MAX_BODY_BYTES, type ValidationRequest } from '../../contract/licensing-wire.ts';
import { parseOrderId } from '../../core/license/order-id.ts';
import type { GroupCommit } from '../group-commit.ts';
import { notFoundPage } from '../pages/home.ts';
import { knownAsker } from '../validation.ts';
import type { Vendor } from '../vendor.ts';
import { registerApi } from './api.ts';
import { preparePages, sendPage } from './forms.ts';
import { registerPages } from './pages.ts';
import { asSeatkeeperError, sendProblem } from './problem.ts';
import { registerPurchases } from './purchases.ts';
import { addressKey, createThrottle, type Limits } from './throttle.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked by monitoring and browsers on their own, and costs nothing; or the handler counts by itself. */
    unthrottled?: boolean;
  }
}

const SECONDS = 1000;

export interface AppOptions {
  readonly vendor: Vendor;
  readonly limits: Limits;
  readonly commits: GroupCommit;
  readonly log?: FastifyBaseLogger | undefined;
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy?: readonly string[] | undefined;
}

function create({ log, trustProxy }: AppOptions): FastifyInstance {
  return fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30 * SECONDS,
    keepAliveTimeout: 10 * SECONDS,
    forceCloseConnections: true,
    trustProxy: trustProxy && trustProxy.length > 0 ? [...trustProxy] : false,
    ...(log ? { loggerInstance: log } : {}),
    // Their lines would hold proofs that stand in query strings.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply as never, asSeatkeeperError(error));
    },
  });
}

/** One line a request, without its query string. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0];
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, path, status: reply.statusCode, address: request.ip, ms }, 'request');
    done();
  });
}

export function buildApp(options: AppOptions): FastifyInstance {
  const { vendor, limits } = options;
  const app = create(options);
  const takeAddress = createThrottle(limits.address, vendor.clock);
  const takeForAddress = (request: FastifyRequest): void => takeAddress(addressKey(request.ip));
  const takeOrder = createThrottle(limits.order, vendor.clock);
  // What is no Order ID finds nothing, and is counted by its sender's address alone.
  const takeForOrder = (typed: string): void => {
    const id = parseOrderId(typed);
    if (id !== undefined) takeOrder(id);
  };
  // A server that names its license is counted by itself: neither strangers who ask about its order nor a thousand
  // others behind the same address keep it from re-validation.
  const takeLicense = createThrottle(limits.order, vendor.clock);
  const takeForValidation = (request: FastifyRequest, body?: ValidationRequest): void => {
    const asker = body && knownAsker(vendor, body);
    if (asker !== undefined) takeLicense(asker);
    else takeForAddress(request);
    if (asker === undefined && body) takeForOrder(body.orderId);
  };
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    if (!request.routeOptions.config.unthrottled) takeForAddress(request);
    done();
  });
  logRequests(app);
  const deps = { vendor, takeForOrder };
  registerApi(app, { ...deps, takeForValidation, commits: options.commits });
  app.register(async (pages) => {
    preparePages(pages);
    registerPages(pages, deps);
    registerPurchases(pages, deps);
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.headers.accept?.includes('text/html')) return sendPage(reply, notFoundPage(), 404);
    return sendProblem(reply, new SeatkeeperError('PATH_NOT_FOUND'));
  });
  return app;
}
