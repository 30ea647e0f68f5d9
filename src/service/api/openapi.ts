/** `/openapi.json`: the REST side of the contract, generated from it (DESIGN 3). */
import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '../../contract/contract.ts';
import { ERRORS } from '../../contract/errors.ts';
import { CSRF_HEADER, CSRF_VALUE } from './origin.ts';

const ERROR_SCHEMA = {
  type: 'object',
  required: ['defined', 'code', 'status', 'message', 'data'],
  properties: {
    defined: { type: 'boolean' },
    code: { type: 'string', enum: Object.keys(ERRORS), description: 'Stable; see docs/errors.md' },
    status: { type: 'integer' },
    message: { type: 'string', description: 'What happened and what it means' },
    data: {
      type: 'object',
      required: ['next', 'params'],
      properties: {
        next: { type: 'string', description: 'What the person can do next' },
        params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
        correlationId: { type: 'string', description: 'With INTERNAL: finds the reason in the log' },
      },
    },
  },
} as const satisfies OpenAPI.SchemaObject;

const UPLOADS: OpenAPI.PathItemObject = {
  servers: [{ url: '/' }],
  post: {
    operationId: 'uploads',
    summary: 'Send a file for accounts.startImport or backups; kept for an hour, or until it was used',
    requestBody: { required: true, content: { 'application/octet-stream': {} } },
    responses: {
      201: {
        description: 'Received',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['uploadId', 'size'],
              properties: { uploadId: { type: 'string' }, size: { type: 'integer', description: 'Bytes' } },
            },
          },
        },
      },
      default: {
        description: 'Refused; nothing was kept',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  },
};

const DOWNLOADS: OpenAPI.PathItemObject = {
  servers: [{ url: '/' }],
  get: {
    operationId: 'downloads',
    summary: 'Fetch a file that a job has made, once; kept for an hour',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    responses: {
      200: { description: 'The file', content: { 'application/octet-stream': {} } },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  },
};

/** Needs no sign-in: it says nothing that the source does not say. */
export async function openApiDocument(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'Seatkeeper control service',
      version,
      description: `Every call carries the header ${CSRF_HEADER}: ${CSRF_VALUE}, and Authorization: Bearer with the content of local.token in the data folder (or a browser's session). Instants are ISO 8601 UTC.`,
    },
    servers: [{ url: '/api' }],
    security: [
      { localToken: [], csrf: [] },
      { session: [], csrf: [] },
    ],
    components: {
      securitySchemes: {
        localToken: { type: 'http', scheme: 'bearer', description: 'local.token of the data folder, on this machine' },
        session: { type: 'apiKey', in: 'cookie', name: 'seatkeeper-PORT', description: 'A browser’s sign-in' },
        csrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER, description: `Always ${CSRF_VALUE}` },
      },
      schemas: { Error: ERROR_SCHEMA },
    },
    // One shape for all errors: 70 of them written out under each path would drown it.
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Error' }),
  });
  document.paths = { ...document.paths, '/uploads': UPLOADS, '/downloads/{id}': DOWNLOADS };
  return document;
}
