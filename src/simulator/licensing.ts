/** What the simulated service does about its license: the service's own rules over a store in memory, no signatures. */
import { SeatkeeperError } from '../contract/errors.ts';
import type { LicenseDocument } from '../core/license/document.ts';
import { licenseOfBackup } from '../core/license/of-backup.ts';
import { afterAttempt } from '../core/lifecycle/attempts.ts';
import { watchDocument } from '../core/lifecycle/watch-license.ts';
import type { Step } from '../core/lifecycle/work.ts';
import { isFinal } from '../service/licensing/client.ts';
import { type Entry, entryStep, judgeEntry, standingAfter } from '../service/licensing/entry.ts';
import { restoredStep } from '../service/licensing/restored.ts';
import { failureOf } from '../service/licensing/validate.ts';
import { refuseUnlessNewer } from '../service/licensing/validation.ts';
import type { Situation } from '../service/licensing/view.ts';
import { type Life, never } from './life.ts';
import type { Rules } from './rules.ts';

const SERVER = { server: { url: 'https://licensing.example' } } as Parameters<typeof refuseUnlessNewer>[0];

const situationOf = ({ disk, watch, machine }: Life): Situation => ({
  document: disk.license,
  watch: watch.state(),
  standing: disk.standing,
  referenceId: machine.referenceId,
  development: false,
});

async function put(life: Life, document: LicenseDocument, decide: Parameters<Rules['step']>[0]): Promise<Step> {
  const { disk } = life;
  return life.watch.step(decide, async () => {
    disk.license = document;
    disk.standing = standingAfter(disk.standing, document);
    disk.attempt = undefined;
    life.installed(document);
  });
}

const serverTimeOf = ({ answer }: LicenseDocument): number | null => (answer ? Date.parse(answer.serverTime) : null);

/** The question that waits for its answer, or a new one. */
function question(life: Life, about: object): { nonce: string; key: string; isFresh: boolean } {
  const subject = JSON.stringify(about);
  const { attempt } = life.disk;
  if (attempt?.about === subject) return { ...attempt, isFresh: false };
  const id = `${Math.floor(life.random.next() * 2 ** 32)}-${life.agenda.now()}`;
  life.disk.attempt = { about: subject, key: id, nonce: id };
  return { key: id, nonce: id, isFresh: true };
}

/** Asks the vendor for the next document and applies it; a failure is recorded, and thrown. */
export async function validate(life: Life): Promise<void> {
  const { disk, machine, network, vendor } = life;
  const asked = disk.license;
  if (!asked) throw new SeatkeeperError('NO_LICENSE');
  const about = {
    orderId: asked.order.id,
    licenseId: asked.id,
    serial: asked.serial,
    referenceId: machine.referenceId,
  };
  const { isFresh, ...attempt } = question(life, about);
  try {
    const document = await network.ask(() => vendor.validate({ ...about, ...attempt }), life.wait);
    if (life.crashesAt('in-effect')) return await never();
    refuseUnlessNewer(SERVER, document, asked, machine.referenceId);
    await renew(life, asked, document, isFresh ? serverTimeOf(document) : null);
  } catch (error) {
    if (isFinal(error)) disk.attempt = undefined;
    if (error instanceof SeatkeeperError && disk.license === asked) {
      await life.watch.step((state, now) => afterAttempt(state, failureOf(error), now, life.random.next()));
    }
    throw error;
  }
}

async function renew(life: Life, asked: LicenseDocument, document: LicenseDocument, serverTime: number | null) {
  if (life.disk.license !== asked) return;
  judgeEntry({ document, source: 'online', serverTime }, situationOf(life), life.watch.now());
  const success = { ok: true, license: watchDocument(document), serverTime } as const;
  await put(life, document, (state, now) => afterAttempt(state, success, now, 0));
}

/** Throws what refuses it; then nothing has changed. */
export async function enter(life: Life, entry: Entry): Promise<void> {
  const judged = judgeEntry(entry, situationOf(life), life.watch.now());
  await put(life, entry.document, (state, now) => entryStep(entry, judged, state, now));
}

/** Retrieves a license for this machine: online, or as a file from another computer. Throws the vendor's refusal. */
export async function retrieve(life: Life, source: Entry['source']): Promise<void> {
  const { vendor, disk, machine, network } = life;
  const order = vendor.newest();
  if (!order) throw new SeatkeeperError('ORDER_UNKNOWN', { orderId: '' });
  const asked = { orderId: order.id, referenceId: machine.referenceId, currentLicenseId: disk.license?.id };
  const document =
    source === 'online'
      ? await network.ask(() => vendor.activate({ ...asked, nonce: String(life.agenda.now()) }), life.wait)
      : vendor.activate(asked);
  await enter(life, { document, source, serverTime: serverTimeOf(document) });
}

/** The license of a backup comes into force, or is left out (LICENSING 11). */
export async function restore(life: Life, document: LicenseDocument): Promise<void> {
  const { disk, machine, watch } = life;
  const highestSerial = disk.standing.serials.get(document.order.id);
  const verdict = licenseOfBackup(document, {
    referenceId: machine.referenceId,
    now: watch.now(),
    ...(disk.license ? { inForce: disk.license } : {}),
    ...(highestSerial === undefined ? {} : { highestSerial }),
    replacedOrders: [...disk.standing.supersededBy.keys()],
    previousOnRecord: document.serial > 1,
  });
  if (verdict.action === 'leave-out') return;
  const restored = { document, xml: '' };
  await put(life, document, (state, now) => restoredStep(verdict, restored, state, now));
}
