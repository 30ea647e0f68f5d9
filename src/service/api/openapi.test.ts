import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../../contract/contract.ts';
import { openTestApi, type TestApi, TOKEN } from './api.testkit.ts';

let t: TestApi;
beforeEach(async () => {
  t = await openTestApi();
});
afterEach(() => t.close());

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: object };
}
const document = async (): Promise<Document> => (await (await fetch(`${t.url}/openapi.json`)).json()) as Document;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const operationsOf = (doc: Document) =>
  Object.entries(doc.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      METHODS.includes(method) ? [{ path, method, operation }] : [],
    ),
  );

test('every procedure is described once, with errors and sign-in, and nothing refers to what is not there', async () => {
  const doc = await document();
  expect(doc.openapi).toMatch(/^3\.1/);
  const ids = operationsOf(doc).map(({ operation }) => operation.operationId);
  const expected = Object.entries(contract).flatMap(([g, members]) => Object.keys(members).map((n) => `${g}.${n}`));
  expect(ids.toSorted()).toEqual([...expected, 'uploads', 'downloads'].toSorted());
  expect(Object.keys(doc.components.securitySchemes)).toEqual(['localToken', 'session', 'csrf']);
  const text = JSON.stringify(doc);
  for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    expect(Object.keys(doc.components.schemas)).toContain(name);
  }
  for (const { operation } of operationsOf(doc)) expect(operation.summary).toBeTruthy();
});

const SAMPLE: Record<string, string> = {
  name: '*',
  page: 'order',
  mask: '*@*',
  address: 'a@example.com',
  scope: 'im',
  id: 'job-1',
  module: 'im',
  log: 'system',
};
const BODY = {
  values: {},
  orderId: 'x',
  xml: 'x',
  pendingId: 'p',
  address: 'a@example.com',
  from: 'a@example.com',
  to: 'b@example.com',
  mask: '*@*',
  variables: {},
  name: 'example.com',
  module: 'im',
  scope: 'im',
  log: 'system',
};

test('every described path answers', async () => {
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    'x-csrf-token': 'orpc',
    'content-type': 'application/json',
  };
  const { uploadId } = await t.uploads.receive(null, 0, AbortSignal.timeout(1_000));
  for (const { path, method, operation } of operationsOf(await document())) {
    if (path === '/uploads' || path === '/downloads/{id}') continue;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      path.startsWith('/audit/') ? '1' : (SAMPLE[name] ?? ''),
    );
    const query = (operation.parameters ?? [])
      .filter((p) => p.in === 'query' && p.required)
      .map((p) => `${p.name}=${encodeURIComponent(SAMPLE[p.name] ?? '')}`);
    const leaving = new AbortController();
    const response = await fetch(`${t.url}/api${filled}?${query.join('&')}`, {
      method: method.toUpperCase(),
      headers,
      signal: leaving.signal,
      ...(method === 'get' ? {} : { body: JSON.stringify({ ...BODY, uploadId }) }),
    });
    expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 200`);
    leaving.abort();
  }
});

test('REST counts and pages as numbers, whatever a query string makes of them', async () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' };
  const ask = async (query: string) => (await fetch(`${t.url}/api/accounts?mask=*@*&${query}`, { headers })).status;
  expect([await ask('limit=5'), await ask('limit=0'), await ask('limit=x')]).toEqual([200, 400, 400]);
});
