import { expect, test } from 'vitest';
import { generateSigningKey, nodeCrypto, signerOf } from './crypto.ts';
import { domainToAscii } from './domain.ts';
import { parseXml } from './xml.ts';

test('what is signed verifies, with raw keys, and nothing else does', () => {
  const pair = generateSigningKey();
  const key = Buffer.from(pair.publicKey, 'base64');
  const message = Buffer.from('message');
  const signature = signerOf(pair.privateKey)(message);
  expect([key.length, signature.length]).toEqual([32, 64]);
  const verify = nodeCrypto.verifyEd25519;
  expect(verify(key, message, signature)).toBe(true);
  expect(verify(key, Buffer.from('Message'), signature)).toBe(false);
  expect(verify(Buffer.from(generateSigningKey().publicKey, 'base64'), message, signature)).toBe(false);
  expect(verify(key, message, signature.subarray(1))).toBe(false);
  expect(verify(key.subarray(1), message, signature)).toBe(false);
  expect(verify(Buffer.alloc(32, 2), message, signature)).toBe(false);
});

test('more keys than are kept still verify', () => {
  for (let n = 0; n < 70; n++) {
    const pair = generateSigningKey();
    const message = Buffer.from([n]);
    const signature = signerOf(pair.privateKey)(message);
    expect(nodeCrypto.verifyEd25519(Buffer.from(pair.publicKey, 'base64'), message, signature)).toBe(true);
  }
});

test('a private key that is none is refused', () => {
  expect(() => signerOf('AAAA')).toThrow();
});

test('XML: elements and attributes, as they are written', () => {
  const root = parseXml('<a x="0012" y=" &lt;&gt;&amp;&quot;&apos; 1e5 ">\n  <b/>\n <c toString="1"></c></a>');
  expect(root).toEqual({
    name: 'a',
    attributes: { x: '0012', y: ` <>&"' 1e5 ` },
    children: [
      { name: 'b', attributes: {}, children: [] },
      { name: 'c', attributes: expect.anything(), children: [] },
    ],
  });
});

test.each([
  '',
  'a',
  '<a/><b/>',
  '<a/>x',
  'x<a/>',
  '<a>text</a>',
  '<?xml version="1.0"?><a/>',
  '<a><?b c?></a>',
  '<a><!-- --></a>',
  '<a><![CDATA[x]]></a>',
  '<!DOCTYPE a [<!ENTITY b "c">]><a x="&b;"/>',
  '<__proto__/>',
  '<a __proto__="1"/>',
  `${'<a>'.repeat(500)}${'</a>'.repeat(500)}`,
])('XML: %s is refused', (text) => {
  expect(parseXml(text)).toBeUndefined();
});

test('XML: entities other than the five stay as they are written', () => {
  expect(parseXml('<a x="&nbsp;&#65;"/>')?.attributes.x).toBe('&nbsp;&#65;');
});

test.each([
  ['Example.COM', 'example.com'],
  ['example.com.', 'example.com'],
  ['localhost', 'localhost'],
  ['3com.de', '3com.de'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
  ['MÜNCHEN.de', 'xn--mnchen-3ya.de'],
  ['ex。ample.com', 'ex.ample.com'],
  ['', ''],
  ['.', ''],
  ['a..b', ''],
  ['-a.com', ''],
  ['a_b.com', ''],
  ['a b.com', ''],
  ['a@b.com', ''],
  ['a/b', ''],
  ['a%41.com', ''],
  ['[::1]', ''],
  ['127.0.0.1', ''],
  ['127.1', ''],
  ['1', ''],
  ['0x7f', ''],
  ['１２７.１', ''],
  [`${'a'.repeat(64)}.com`, ''],
  [`${'a.'.repeat(126)}com`, ''],
])('domain “%s” is “%s” in ASCII', (name, ascii) => {
  expect(domainToAscii(name)).toBe(ascii);
});
