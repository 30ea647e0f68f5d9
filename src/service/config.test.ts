import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SeatkeeperError } from '../contract/errors.ts';
import { loadConfig, parseConfig } from './config.ts';
import { parseListen } from './config-schema.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const SMALL = Buffer.alloc(32, 0).toString('base64');
const FILE = '/data/seatkeeper.toml';
const parse = (text: string, env: NodeJS.ProcessEnv = {}) => parseConfig(text, FILE, env);

function refusal(text: string, env: NodeJS.ProcessEnv = {}): { file: string; detail: string } {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof SeatkeeperError && error.code === 'CONFIG_INVALID') {
      return { file: String(error.params.file), detail: String(error.params.detail) };
    }
    throw error;
  }
  throw new Error('was accepted');
}

test('a missing file means defaults: loopback, no keys of its own, 2 GiB uploads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-config-'));
  expect(loadConfig(folder, {})).toEqual({
    licensing: { url: 'https://licensing.seatkeeper.example', development: false, trustedKeys: [] },
    notices: { smtp: '', postmaster: '', vendor: '', also: [] },
    services: {},
    listen: { http: '127.0.0.1:32000', https: '', httpIsDefault: true },
    uploads: { maxBytes: 2 * 1024 ** 3 },
  });
  writeFileSync(join(folder, 'seatkeeper.toml'), '[listen]\nhttp = "127.0.0.1:0"\n');
  expect(loadConfig(folder, {}).listen).toEqual({ http: '127.0.0.1:0', https: '', httpIsDefault: false });
  rmSync(folder, { recursive: true });
});

test('every line of INTERFACES 1 is understood', () => {
  const config = parse(`
[licensing]
url = "https://licensing.example.com/"
development = true
trusted_keys = ["2026a:${KEY}"]
[notices]
smtp = "smtp://127.0.0.1:25"
postmaster = "postmaster@example.com"
vendor = "licensing@example.com"
also = ["a@example.com"]
[services.mail]
stop = ["/usr/bin/systemctl", "stop", "postfix"]
start = ["/usr/bin/systemctl", "start", "postfix"]
status = ["/usr/bin/systemctl", "is-active", "postfix"]
[listen]
http = "127.0.0.1:32000"
https = "0.0.0.0:32001"
`);
  expect(config.licensing).toEqual({
    url: 'https://licensing.example.com',
    development: true,
    trustedKeys: [{ id: '2026a', publicKey: KEY, state: 'active' }],
  });
  expect(config.services.mail?.stop).toEqual(['/usr/bin/systemctl', 'stop', 'postfix']);
  expect(config.notices.also).toEqual(['a@example.com']);
  expect(config.listen).toEqual({ http: '127.0.0.1:32000', https: '0.0.0.0:32001', httpIsDefault: false });
});

test('INTERFACES 1: a preset stands for the commands that are not given; one minute unless said', () => {
  const unit = (verb: string) => ['/usr/bin/systemctl', verb, '--', 'dovecot@mail.service'];
  expect(parse('[services.mail]\npreset = "systemd:dovecot@mail.service"').services.mail).toEqual({
    stop: unit('stop'),
    start: unit('start'),
    status: unit('is-active'),
    timeoutMs: 60_000,
  });
  const env = {
    SEATKEEPER_SERVICES_IM_PRESET: 'systemd:dovecot@mail.service',
    SEATKEEPER_SERVICES_IM_TIMEOUT_SECONDS: '5',
  };
  expect(parse('[services.im]\nstop = ["/bin/stop-im"]', env).services.im).toMatchObject({
    stop: ['/bin/stop-im'],
    start: unit('start'),
    timeoutMs: 5_000,
  });
});

test('LICENSING 2: keys of the configuration count with development only', () => {
  const keys = `[licensing]\ntrusted_keys = ["2026a:${KEY}"]\n`;
  expect(parse(keys).licensing.trustedKeys).toEqual([]);
  expect(parse(keys, { SEATKEEPER_DEVELOPMENT: '1' }).licensing.trustedKeys).toHaveLength(1);
  expect(parse(`${keys}development = true`, { SEATKEEPER_DEVELOPMENT: '0' }).licensing.trustedKeys).toEqual([]);
});

test('the environment wins over the file; an empty variable says nothing', () => {
  const env = {
    SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:32080',
    SEATKEEPER_DEVELOPMENT: 'true',
    SEATKEEPER_TRUSTED_KEYS: `2026a:${KEY}, 2026b:${KEY}`,
    SEATKEEPER_SMTP: 'smtps://mail.example.com',
    SEATKEEPER_POSTMASTER: 'p@example.com',
    SEATKEEPER_VENDOR_MAIL: 'v@example.com',
    SEATKEEPER_NOTICES_ALSO: 'a@example.com,b@example.com',
    SEATKEEPER_HTTP: 'localhost:0',
    SEATKEEPER_HTTPS: '',
    SEATKEEPER_UPLOADS_MAX_MIB: '5',
    SEATKEEPER_SERVICES_IM_STOP: '["/bin/im","stop, now"]',
    SEATKEEPER_SERVICES_IM_START: '["/bin/im"]',
    SEATKEEPER_SERVICES_IM_STATUS: '["/bin/im"]',
  };
  const config = parse('[licensing]\nurl = "https://other.example"\n[listen]\nhttps = "0.0.0.0:1"\n', env);
  expect(config).toMatchObject({
    licensing: { url: 'http://127.0.0.1:32080', trustedKeys: [{ id: '2026a' }, { id: '2026b' }] },
    notices: {
      smtp: 'smtps://mail.example.com',
      postmaster: 'p@example.com',
      also: ['a@example.com', 'b@example.com'],
    },
    services: { im: { stop: ['/bin/im', 'stop, now'] } },
    listen: { http: 'localhost:0', https: '0.0.0.0:1', httpIsDefault: false },
    uploads: { maxBytes: 5 * 1024 * 1024 },
  });
});

test.each([
  ['[licensing]\nurll = "https://x"', 'licensing.urll: there is no such key'],
  ['[licencing]\nurl = "https://x"', 'licencing: there is no such key'],
  ['top = 1', 'top: there is no such key'],
  ['[licensing]\nurl = "ftp://x"', 'licensing.url: '],
  ['[licensing]\nurl = "https://user:word@x"', 'licensing.url: '],
  ['[licensing]\nurl = 5', 'licensing.url: '],
  ['[licensing]\ndevelopment = "yes"', 'licensing.development: '],
  ['[licensing]\ntrusted_keys = ["2026a"]', 'licensing.trusted_keys: '],
  [`[licensing]\ntrusted_keys = ["2026a:${KEY.slice(0, -2)}x="]`, 'licensing.trusted_keys: '],
  [`[licensing]\ntrusted_keys = ["a:${KEY}", "a:${KEY}"]`, 'licensing.trusted_keys: the key a is there twice'],
  [`[licensing]\ntrusted_keys = ["a:${SMALL}"]`, 'small order'],
  ['[listen]\nhttp = "0.0.0.0:32000"', 'listen.http: '],
  ['[listen]\nhttp = ""', 'listen.http: '],
  ['[listen]\nhttp = "127.0.0.1:65536"', 'listen.http: '],
  ['[services.mial]\nstop = ["/x"]', 'services.mial: there is no such key'],
  ['[services.mail]\nstop = ["systemctl", "stop"]', 'services.mail.stop: '],
  ['[services.mail]\nstop = "/usr/bin/systemctl stop postfix"', 'services.mail.stop: '],
  ['[services.mail]\nstop = ["/x"]', 'services.mail.start: '],
  ['[services.mail]\npreset = "systemd:--help"', 'services.mail.preset: '],
  ['[services.mail]\npreset = "openrc:postfix"', 'services.mail.preset: '],
  ['[services.mail]\npreset = "systemd:postfix"\ntimeout_seconds = 0', 'services.mail.timeout_seconds: '],
  ['[notices]\npostmaster = "nobody"', 'notices.postmaster: '],
  ['licensing = 3', 'licensing: '],
])('names the file and the key: %j', (text, detail) => {
  expect(refusal(text)).toEqual({ file: FILE, detail: expect.stringContaining(detail) });
});

test('a line that is not TOML is named by its number', () => {
  expect(refusal('[listen]\nhttp = \n')).toEqual({ file: FILE, detail: expect.stringMatching(/^line 2: /) });
});

test('a value from the environment is refused under its variable’s name', () => {
  expect(refusal('', { SEATKEEPER_DEVELOPMENT: 'maybe' })).toMatchObject({ file: 'SEATKEEPER_DEVELOPMENT' });
  expect(refusal('', { SEATKEEPER_TRUSTED_KEYS: 'x' })).toMatchObject({ file: 'SEATKEEPER_TRUSTED_KEYS' });
  expect(refusal('', { SEATKEEPER_SERVICES_IM_STOP: 'stop' })).toMatchObject({ file: 'SEATKEEPER_SERVICES_IM_STOP' });
});

test.each([
  [':0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['localhost:32000', { host: 'localhost', port: 32000 }],
  ['127.0.0.1', undefined],
  ['::1:80', undefined],
  ['http://127.0.0.1:80', undefined],
])('an address to listen on: %s', (text, expected) => {
  expect(parseListen(text)).toEqual(expected);
});
