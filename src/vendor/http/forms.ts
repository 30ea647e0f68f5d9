/** What every customer page shares on the wire: headers, forms, where they may come from, errors as pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, SeatkeeperError } from '../../contract/errors.ts';
import { type Form, formSchema } from '../pages/fields.ts';
import { errorSummary, type Page, renderPage } from '../pages/layout.ts';
import { STYLE, STYLE_PATH } from '../pages/style.ts';
import { asSeatkeeperError, setRetryAfter } from './problem.ts';

const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

export const PAGE_HEADERS = {
  'content-security-policy': POLICY,
  // Not no-referrer: browsers would then send "Origin: null" with our own forms.
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

export const sendPage = (reply: FastifyReply, page: Page, status = 200): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(renderPage(page));

/**
 * Throws REQUEST_FORGED for a form that another site sent. Browsers say so in Sec-Fetch-Site or Origin; a program that
 * says neither has no browser's trust to misuse.
 */
function refuseForged(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const { origin, host } = request.headers;
  const sameOrigin = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  if (site !== undefined ? false : origin === undefined || sameOrigin) return;
  throw new SeatkeeperError('REQUEST_FORGED');
}

export const queryOf = (request: FastifyRequest): Form => formSchema.parse(request.query);
export const formOf = (request: FastifyRequest): Form => formSchema.parse(request.body);

/** Shows an error where it belongs: `page` renders the same form with it. What is no refusal goes to the error page. */
export function sendRefusal(reply: FastifyReply, error: unknown, page: (error: SeatkeeperError) => Page): FastifyReply {
  if (!(error instanceof SeatkeeperError) || ERRORS[error.code].status >= 500) throw error;
  setRetryAfter(reply, error);
  return sendPage(reply, page(error), ERRORS[error.code].status);
}

const errorPage = (error: SeatkeeperError): Page => ({
  title: 'This did not work',
  path: '',
  failed: true,
  body: errorSummary(error),
});

/** Prepares a scope of pages. */
export function preparePages(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.method === 'POST') refuseForged(request);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const known = asSeatkeeperError(error);
    if (known.code === 'INTERNAL')
      request.log.error({ err: error, correlationId: known.params.correlationId }, 'failed');
    setRetryAfter(reply, known);
    reply.removeHeader('content-disposition');
    return sendPage(reply, errorPage(known), ERRORS[known.code].status);
  });
  app.get(STYLE_PATH, { config: { unthrottled: true } }, (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=31536000, immutable' })
      .type('text/css; charset=utf-8')
      .send(STYLE),
  );
}
