/** backup and restore settings (LICENSING 11). */
import { backupResult, type RestoreReport, restoreReport } from '../../contract/schemas-backup.ts';
import type { Call, CommandSpec } from './command.ts';
import { answer } from './context.ts';
import { openDraft } from './download.ts';
import { usageError } from './failure.ts';
import { followJob } from './jobs.ts';
import { changeLines } from './license-text.ts';
import { upload } from './upload.ts';

async function backupSettings(call: Call): Promise<void> {
  const { context } = call;
  const [file = ''] = call.args;
  if (file === '-') throw usageError('a backup is written to a file: name one', call.command);
  const { client } = await context.service();
  const draft = await openDraft(context, file);
  try {
    const job = await followJob(context, 'backing up', () => client.backups.start());
    const { downloadId, fileName: _suggested, ...made } = backupResult.parse(job.result);
    await draft.fill(downloadId);
    const { accounts, domains, aliases, settings } = made.counts;
    const license = made.license ? 'with the license' : 'without a license';
    const what = `${accounts} accounts, ${domains} domains, ${aliases} aliases, ${settings} settings, ${license}`;
    await answer(context, { json: { file, ...made }, lines: [`backed up to ${file}: ${what}`] });
  } finally {
    await draft.discard();
  }
}

function reportLines({ dryRun, origin, before, after, license, warnings, kept }: RestoreReport): string[] {
  const where = origin.thisComputer ? 'this computer' : 'another computer';
  const row = (name: keyof typeof before): string => `${name}: ${before[name]} -> ${after[name]}`;
  return [
    ...(dryRun ? ['dry run: nothing was changed'] : []),
    `made: ${origin.createdAt} on ${origin.hostname} (${where}), Seatkeeper ${origin.version}`,
    row('domains'),
    row('accounts'),
    row('aliases'),
    row('settings'),
    `license: ${license.sentence}`,
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(kept === '' ? [] : [`kept: what was here before is in backups/${kept} of the data folder`]),
  ];
}

async function restoreSettings(call: Call): Promise<void> {
  const { context } = call;
  const [file = ''] = call.args;
  const dryRun = call.options.dryRun === true;
  if (call.options.license === true) {
    if (dryRun) throw usageError('give either --license or --dry-run', call.command);
    return restoreLicense(call, file);
  }
  const { client } = await context.service();
  const uploadId = await upload(context, file);
  const job = await followJob(context, dryRun ? 'checking' : 'restoring', () =>
    dryRun ? client.backups.startCheck({ uploadId }) : client.backups.startRestore({ uploadId }),
  );
  const report = restoreReport.parse(job.result);
  await answer(context, { json: report, lines: reportLines(report) });
}

async function restoreLicense({ context }: Call, file: string): Promise<void> {
  const { client } = await context.service();
  const uploadId = await upload(context, file);
  const pending = await client.backups.checkLicense({ uploadId }, { signal: context.signal });
  const license = await client.license.apply({ pendingId: pending.pendingId });
  const lines = [
    ...changeLines(pending),
    `activated order ${pending.orderId}: ${license.information.status}`,
    license.sentence,
  ];
  await answer(context, { json: { applied: true, pending, license }, lines });
}

export const BACKUP_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'backup',
    object: 'settings',
    args: [['<file>', 'where to write it; an older file of this name is replaced']],
    summary: 'Back up settings, domains, accounts and aliases, and the license, into one file',
    notes: [
      'The license is part of it while C_System_Tools_ExcludeLicense is 1. The file holds names, addresses and the passwords within settings: it is made readable by its owner only. The audit trail, notices and logs are not part of it.',
    ],
    examples: [
      ['tool backup settings /backup/seatkeeper.skb', 'everything that is needed to set this server up again'],
      ['tool backup settings "/backup/$(date +%F).skb" --json', 'one a day, from a timer'],
    ],
    run: backupSettings,
  },
  {
    verb: 'restore',
    object: 'settings',
    args: [['<file>', 'a backup; - reads standard input']],
    summary: 'Replace settings, domains, accounts and aliases by those of a backup',
    notes: [
      'All or nothing; Ctrl+C takes everything back. The present state is kept first, as a backup in backups/ of the data folder. A file that is cut off or changed is refused. The license of the backup comes into force unless a newer one is here; on another computer the status becomes Reference ID Mismatch. Trials, T0 and the highest serial are never turned back.',
      'In Emergency Mode settings are frozen: then --license enters only the license of the backup.',
    ],
    options: [
      ['--dry-run', 'only say what would be replaced, change nothing'],
      ['--license', 'enter the license of the backup, and nothing else'],
    ],
    examples: [
      ['tool restore settings /backup/seatkeeper.skb --dry-run', 'what would be replaced, and from where it comes'],
      ['tool restore settings /backup/seatkeeper.skb', 'replaces it'],
    ],
    run: restoreSettings,
  },
];
