/** display, activate and export license. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { PendingLicense } from '../../contract/schemas.ts';
import { type Call, type CommandSpec, textOption } from './command.ts';
import { answer } from './context.ts';
import { usageError } from './failure.ts';
import { BrokenPipe } from './io.ts';
import { readLicenseFile, writeWhole } from './license-file.ts';
import { changeLines, licenseLines } from './license-text.ts';
import { showLicense } from './show-license.ts';

async function displayLicense(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const view = await client.license.read();
  await answer(call.context, { json: view, lines: licenseLines(view) });
}

/** Exactly one of --order and --file; --dry-run only with a file, because asking the licensing server costs an activation. */
function sourceOf(call: Call): { order: string } | { file: string } {
  const order = textOption(call, 'order');
  const file = textOption(call, 'file');
  if ((order === undefined) === (file === undefined)) throw usageError('give either --order or --file', call.command);
  if (file !== undefined) return { file };
  if (call.options.dryRun === true)
    throw usageError('--dry-run is for --file: asking with --order counts as an activation', call.command);
  return { order: order ?? '' };
}

async function pendingLicense(call: Call): Promise<PendingLicense> {
  const source = sourceOf(call);
  const { signal, progress } = call.context;
  if ('order' in source) {
    const { client } = await call.context.service();
    progress.show('asking the licensing server…');
    return client.license.requestOnline({ orderId: source.order }, { signal }).finally(progress.clear);
  }
  const bytes = await readLicenseFile(source.file, call.context.io.stdin);
  const { client } = await call.context.service();
  return client.license.checkFile({ xml: strictText(bytes) }, { signal });
}

/** Refused here in the words that the service has for it, because only text can be sent. */
function strictText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: 'it is not UTF-8 text' });
  }
}

async function activateLicense(call: Call): Promise<void> {
  const pending = await pendingLicense(call);
  const { client } = await call.context.service();
  const preview = changeLines(pending);
  if (call.options.dryRun === true) {
    await client.license.discard({ pendingId: pending.pendingId });
    const lines = [...preview, 'dry run: nothing was changed'];
    return answer(call.context, { json: { applied: false, pending }, lines });
  }
  if (!call.context.json) await answer(call.context, { json: {}, lines: preview }).catch(unlessNobodyReads);
  const license = await client.license.apply({ pendingId: pending.pendingId });
  const lines = [`activated order ${pending.orderId}: ${license.information.status}`, license.sentence];
  await answer(call.context, { json: { applied: true, pending, license }, lines });
}

/** What was asked for is done, also when the preview's reader has gone. */
function unlessNobodyReads(error: unknown): void {
  if (!(error instanceof BrokenPipe)) throw error;
}

async function exportLicense(call: Call): Promise<void> {
  const [file = ''] = call.args;
  const { client } = await call.context.service();
  const { xml, fileName } = await client.license.export();
  if (file === '-' && !call.context.json) return call.context.out.write(xml);
  if (file === '-') return answer(call.context, { json: { fileName, xml }, lines: [] });
  await writeWhole(file, xml);
  await answer(call.context, { json: { file }, lines: [`exported the license to ${file}`] });
}

export const LICENSE_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'display',
    object: 'license',
    args: [],
    summary: 'Show the license, by module: seats, used seats, renewal, what is recommended',
    notes: [
      'Used: accounts with the service on. Assigned: accounts that have connected and hold a seat. Trial: accounts over the limit. Renewal days: what is left of upgrades, definitions and support.',
    ],
    examples: [
      ['tool display license', 'what the License dialog shows'],
      ["tool display license --json | jq '.modules[] | select(.exceeded)'", 'modules with more used seats than seats'],
    ],
    run: displayLicense,
  },
  {
    verb: 'activate',
    object: 'license',
    args: [],
    summary: 'Activate a license, online by its Order ID or from a license file',
    notes: [
      'Prints what it changes, then applies it. A refusal changes nothing: exit code 5 with the reason and the next step. A licensing server that cannot be reached is exit code 1. The same computer again costs no activation.',
    ],
    options: [
      ['--order <id>', 'the Order ID, asked of the licensing server'],
      ['--file <license.xml>', 'a license file for this computer’s Reference ID; - reads standard input'],
      ['--dry-run', 'with --file: only say what it would change'],
    ],
    examples: [
      ['tool activate license --order 7K3Q-9XWD-4MHE', 'online'],
      ['tool activate license --file license.xml --dry-run', 'what would change'],
      ['tool activate license --file license.xml', 'without a network, with the file of the vendor’s customer page'],
    ],
    run: activateLicense,
  },
  {
    verb: 'show',
    object: 'license',
    args: [['<file>', 'any license.xml; - reads standard input']],
    summary: 'Verify and explain a license file, without a service',
    notes: [
      'Uses the vendor’s keys and the Reference ID of this computer. Exit code 5 with the outcome’s code if it is not valid here.',
    ],
    examples: [
      ['tool show license license.xml', 'who it is for, what it grants, and if it is valid on this computer'],
      ['tool show license license.xml --json | jq .license.items', 'what it grants, for a program'],
    ],
    run: showLicense,
  },
  {
    verb: 'export',
    object: 'license',
    args: [['<file>', 'where to write it; - prints it']],
    summary: 'Write the license in force as license.xml',
    notes: [
      'It can be entered again on this computer with tool activate license --file. Exit code 3 if no license is installed.',
    ],
    examples: [
      ['tool export license license.xml', 'a copy for the safe'],
      ['tool export license - | tool show license -', 'the license in force, explained'],
    ],
    run: exportLicense,
  },
];
