/** The customer pages as a browser without script uses them. */
import { activationOf, authorizedOrder, machine, postJson, type TestVendor } from '../vendor.testkit.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
});

export const getPage = async (server: TestVendor, path: string): Promise<Answer> =>
  answerOf(await fetch(server.url + path, { headers: { accept: 'text/html' } }));

export const submitForm = async (
  server: TestVendor,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  answerOf(await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(fields), headers }));

/** An order that is active on machine 1. */
export async function activeOrder(server: TestVendor): Promise<string> {
  const orderId = authorizedOrder(server.vendor);
  await postJson(`${server.url}/v1/activations`, activationOf(orderId, machine(1)));
  return orderId;
}

export const hiddenField = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

/** The text of the error that the field points to. */
export const errorOf = (text: string, name: string): string =>
  new RegExp(`aria-describedby="[^"]*${name}-error"[^>]*aria-invalid="true"[^]*?id="${name}-error">([^<]*)`).exec(
    text,
  )?.[1] ?? '';
