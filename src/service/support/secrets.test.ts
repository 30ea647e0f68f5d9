import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateSigningKey } from '../../platform/crypto.ts';
import { withoutSecrets } from './secrets.ts';

const KEY = generateSigningKey();

test.each([
  ['a local token', `token was ${randomBytes(32).toString('base64url')}.`],
  ['a private key', `key=${KEY.privateKey}`],
  ['a PEM block', '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----'],
  ['a bearer header', 'Authorization: Bearer abc.def-123'],
  ['a password in an address', 'smtp://mailer:hunter-2@mail.example.com failed'],
])('removes %s from a text', (_what, text) => {
  const kept = String(withoutSecrets({ line: [text] }) && JSON.stringify(withoutSecrets({ line: [text] })));
  expect(kept).toContain('(removed)');
  expect(kept).not.toMatch(/hunter-2|abc\.def|MC4C|[\w-]{43}/);
});

test('removes values under telling names, whatever they are', () => {
  expect(withoutSecrets({ smtpPassword: 'x', nested: { apiToken: 5, session: { a: 1 } } })).toEqual({
    smtpPassword: '(removed)',
    nested: { apiToken: '(removed)', session: '(removed)' },
  });
});

test('keeps what support reads: paths, stacks, ids, Reference IDs, addresses', () => {
  const text = [
    'at openStore (file:///opt/seatkeeper/resources/app.asar/out/main/index.cjs:10:3)',
    'SK1-CCN2-0000-VHCK-0000-MFYW-PX',
    '7K3Q-9XWD-4MHT',
    '3f0a8f2e-1111-4222-8333-444455556666',
    'https://licensing.example.com:32080/v1/activations',
    'alice.in.wonderland@example.com',
  ].join('\n');
  expect(withoutSecrets(text)).toBe(text);
});
