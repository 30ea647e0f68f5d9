import { expect, test } from 'vitest';
import { proxyFetch } from './proxy-fetch.ts';

const failing = (message: string, init: RequestInit = {}) =>
  proxyFetch(async () => {
    throw new Error(message);
  })('https://licensing.example.com/', init);

test.each([
  ['net::ERR_NAME_NOT_RESOLVED', 'ENOTFOUND'],
  ['net::ERR_CONNECTION_REFUSED', 'ECONNREFUSED'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_AUTHORITY_INVALID'],
])('LICENSING 4: %s is told apart as %s', async (message, code) => {
  await expect(failing(message)).rejects.toMatchObject({ name: 'TypeError', cause: { code } });
});
test('a redirect that may not be followed is an answer, not a failure', async () => {
  expect((await failing('Redirect was cancelled', { redirect: 'manual' })).status).toBe(302);
});
test('anything else stays as it is', async () => {
  await expect(failing('Redirect was cancelled')).rejects.toThrow('Redirect was cancelled');
  await expect(failing('a defect')).rejects.toThrow('a defect');
});
