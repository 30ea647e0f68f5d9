/**
 * 10,000 servers re-validate at once, each over a connection of its own, against a real licensing server on loopback.
 * Every answer must be there within 60 s, and on disk: the server is killed afterwards and its database is asked. The
 * rate stands beside the bare Ed25519 signing rate and the disk's fdatasync rate of the same run.
 * Run: node bench/vendor-load.ts
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { IDEMPOTENCY_HEADER, VALIDATIONS_PATH, type ValidationBody } from '../src/contract/licensing-wire.ts';
import { matchFrame } from '../src/core/license/frame.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from '../src/core/license/pae.ts';
import { readLicense } from '../src/core/license/read.ts';
import { composeReferenceId } from '../src/core/license/reference-id.ts';
import { nodeCrypto } from '../src/platform/crypto.ts';
import { parseXml } from '../src/platform/xml.ts';
import { activate } from '../src/vendor/activation.ts';
import { parseItems } from '../src/vendor/items.ts';
import { signingKeyFor } from '../src/vendor/keys.ts';
import { initVendor, openVendor } from '../src/vendor/open-vendor.ts';
import { authorizeOrder, createOrder } from '../src/vendor/orders.ts';
import { exclusively } from '../src/vendor/store/open.ts';
import type { Vendor } from '../src/vendor/vendor.ts';
import { measureByClock, ratio, show } from './lib/measure.ts';

const SERVERS = 10_000;
const LIMIT_S = 60;

const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-vendor-load-'));
const holder = { name: 'Ada Example', company: 'Example & Sons', email: 'ada@example.com', address: 'Hauptstraße 1' };
const items = parseItems({
  items: 'communication=250,security=250,im=25',
  renewal: '2030-01-01',
  structure: 'category',
});

/** An order that is active on a machine of its own, and what that machine sends. */
function activated(vendor: Vendor, n: number): ValidationBody {
  const order = createOrder(vendor, { holder, items });
  authorizeOrder(vendor, order.id);
  const referenceId = composeReferenceId({ os: `o${n}`, board: `b${n}`, disk: `d${n}`, install: `i${n}` }, nodeCrypto);
  const machine = { orderId: order.id, referenceId, hostname: `mx${n}.example.com`, version: '1.0.0', formats: [1] };
  activate(vendor, { ...machine, keyIds: [keyId], nonce: `activation-nonce-${n}` });
  return { ...machine, keyIds: [keyId], licenseId: order.licenseId, serial: 1, nonce: `validation-nonce-${n}` };
}

const [key] = initVendor({ dataFolder: folder });
const keyId = key?.id ?? '';
const trusted = key ? [{ ...key, state: 'active' as const }] : [];

async function startServer(): Promise<{ child: ChildProcess; url: string }> {
  const entry = join(import.meta.dirname, '../src/vendor/entry.ts');
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SEATKEEPER_LOG: 'warn' },
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, url: line.replace('listening ', '') };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const ask = (url: string, body: ValidationBody): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', [IDEMPOTENCY_HEADER]: crypto.randomUUID() };
    const sent = request(`${url}${VALIDATIONS_PATH}`, { method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

function checkAnswer(answer: Answer, asked: ValidationBody): void {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  const read = readLicense(answer.body, trusted, { crypto: nodeCrypto, parseXml });
  const right = read.ok && read.document.serial > asked.serial && read.document.answer?.nonce === asked.nonce;
  if (!right) throw new Error(`not the answer to ${asked.nonce}: ${answer.body}`);
}

/** After kill -9. */
function checkRecords(answers: readonly Answer[]): void {
  const vendor = openVendor({ dataFolder: folder });
  const onRecord = new Set(vendor.db.prepare('SELECT xml FROM documents').pluck().all());
  vendor.close();
  const lost = answers.filter((answer) => !onRecord.has(answer.body));
  if (lost.length > 0) throw new Error(`${lost.length} answers are not on disk`);
}

/** The bare costs of what an answer needs. */
function bareRates(license: string) {
  const vendor = openVendor({ dataFolder: folder });
  const { sign } = signingKeyFor(vendor.db, folder, [keyId]);
  vendor.close();
  const message = preAuthEncoding(LICENSE_PAE_TYPE, Buffer.from(matchFrame(license)?.license ?? ''));
  const file = openSync(join(folder, 'fdatasync'), 'w');
  const page = Buffer.alloc(4096, 7);
  try {
    const signing = measureByClock('Ed25519 signing alone', () => sign(message));
    const disk = measureByClock('fdatasync alone (4 KiB written)', () => {
      writeSync(file, page);
      fdatasyncSync(file);
    });
    return { signing, disk };
  } finally {
    closeSync(file);
  }
}

try {
  const vendor = openVendor({ dataFolder: folder });
  const asked = exclusively(vendor.db, () => Array.from({ length: SERVERS }, (_, n) => activated(vendor, n)));
  vendor.close();
  const { child, url } = await startServer();
  const started = performance.now();
  const answers = await Promise.all(asked.map((body) => ask(url, body)));
  const seconds = (performance.now() - started) / 1000;
  child.kill('SIGKILL');
  await once(child, 'exit');
  answers.forEach((answer, i) => {
    checkAnswer(answer, asked[i] as ValidationBody);
  });
  checkRecords(answers);
  const rate = { name: 'answers: decided, signed, on disk, sent', perSecond: SERVERS / seconds };
  console.log(`${SERVERS} servers at once: all answered after ${seconds.toFixed(2)} s, all on disk after kill -9`);
  const { signing, disk } = bareRates(answers[0]?.body ?? '');
  for (const each of [rate, signing, disk]) show(each);
  ratio('answers / Ed25519 signing', rate.perSecond / signing.perSecond);
  ratio('answers / fdatasync', rate.perSecond / disk.perSecond);
  ratio(`seconds allowed (${LIMIT_S}) / seconds needed`, LIMIT_S / seconds, { atLeast: 1 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
