/** A license file explained: what it grants, to whom, and whether it is valid on this computer. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseDocument, LicenseItem } from '../../core/license/document.ts';
import { judgeLicense } from '../../core/license/judge.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { type ReadPorts, readLicense } from '../../core/license/read.ts';
import { COMPONENT_NAMES } from '../../core/license/reference-id.ts';
import { groupOf, moduleOf } from '../../core/seats/modules.ts';
import type { Answer } from './context.ts';
import { ToolFailure } from './failure.ts';
import { DEVELOPMENT_NOTE, namedLines } from './license-text.ts';
import { alignedTable } from './table.ts';

export interface Here {
  readonly keys: readonly TrustedKey[];
  /** Keys from the configuration are among them. */
  readonly development: boolean;
  /** Undefined: this computer cannot be identified. */
  readonly referenceId: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

const itemCells = (item: LicenseItem): string[] => [
  item.group === undefined ? '' : groupOf(item.group).name,
  item.module === undefined ? '' : moduleOf(item.module).name,
  String(item.seats),
  item.renewal,
  `${item.metric}, ${item.overuse}`,
  item.trialUntil ?? '',
];

function documentLines(document: LicenseDocument, keyId: string): string[] {
  const { order, holder, machine, revalidation } = document;
  const head = namedLines([
    ['Name', holder.name],
    ['Company', holder.company],
    ['Email', holder.email],
    ['Street Address', holder.address],
    ['Reference ID', machine.reference],
    ['Order ID', order.id],
    ['Previous Order ID', order.previous],
    ['Type', document.type],
    ['Issued', document.issued],
    ['Expires', document.expires ?? ''],
    ['Serial', String(document.serial)],
    ['Re-validation', `every ${revalidation.everyDays} days, ${revalidation.graceDays} days of grace`],
    ['Signed with key', keyId],
  ]);
  const columns = [
    { title: 'Group' },
    { title: 'Module' },
    { title: 'Seats', right: true },
    { title: 'Renewal' },
    { title: 'Counted by' },
    { title: 'Trial until' },
  ];
  return [...head, '', ...alignedTable(columns, document.items.map(itemCells))];
}

/**
 * The explanation of a valid license. Throws ToolFailure with the outcome's code; if the signature fits, with what the
 * document says. Knows nothing of the license in force: that is asked when it is activated.
 */
export function explainLicense(file: Uint8Array, here: Here, ports: ReadPorts): Answer {
  const read = readLicense(file, here.keys, ports);
  const facts = { development: here.development, referenceId: here.referenceId ?? '' };
  if (!read.ok) {
    const json = { valid: false, ...facts, key: null, license: null };
    throw new ToolFailure(new SeatkeeperError(read.outcome, read.params), json, []);
  }
  const { document, keyId } = read;
  const lines = [...(here.development ? [DEVELOPMENT_NOTE, ''] : []), ...documentLines(document, keyId)];
  const refusal = refusalHere(document, here);
  const json = { valid: refusal === undefined, ...facts, key: keyId, license: document };
  if (refusal) throw new ToolFailure(refusal, json, lines);
  return { json, lines: [...lines, '', ...remarks(document, here)] };
}

/** The order that an update stands on is taken as given: only the service knows what is in force. */
function judged(document: LicenseDocument, here: Here, referenceId: string): ReturnType<typeof judgeLicense> {
  return judgeLicense(document, { referenceId, now: here.now, previousOnRecord: true });
}

function refusalHere(document: LicenseDocument, here: Here): SeatkeeperError | undefined {
  if (here.referenceId === undefined) return new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  const result = judged(document, here, here.referenceId);
  return result.ok ? undefined : new SeatkeeperError(result.outcome, result.params);
}

function remarks(document: LicenseDocument, here: Here): string[] {
  const result = judged(document, here, here.referenceId ?? '');
  const changed = result.ok ? result.changed.map((id) => COMPONENT_NAMES[id]) : [];
  return [
    'The signature fits, and the license is valid on this computer.',
    ...(changed.length === 0 ? [] : [`Tolerated: a different ${changed.join(', ')}.`]),
    ...(document.order.previous === '' ? [] : [`It is activated on top of order ${document.order.previous}.`]),
  ];
}
