/** import accounts: uploads the file as it is read, then follows the import on the server. */
import { type ImportResult, importFormat, importResult } from '../../contract/schemas.ts';
import type { Call, CommandSpec } from './command.ts';
import { textOption } from './command.ts';
import { answer } from './context.ts';
import { usageError } from './failure.ts';
import { followJob } from './jobs.ts';
import { upload } from './upload.ts';

function resultLines(result: ImportResult): string[] {
  const listed = result.skippedLines.length;
  return [
    ...(result.dryRun ? ['dry run: nothing was changed'] : []),
    `format: ${result.format}`,
    `lines: ${result.lines}`,
    `created: ${result.created}`,
    `updated: ${result.updated}`,
    `unchanged: ${result.unchanged}`,
    `aliases: ${result.aliases}`,
    `domains created: ${result.domainsCreated}`,
    `skipped: ${result.skipped}`,
    ...result.skippedLines.map((s) => `line ${s.line}: ${s.reason}${s.text === '' ? '' : `: ${s.text}`}`),
    ...(result.skipped > listed ? [`and ${result.skipped - listed} more lines`] : []),
  ];
}

async function importAccounts(call: Call): Promise<void> {
  const { context } = call;
  const [file = ''] = call.args;
  const named = textOption(call, 'format');
  const format = importFormat.optional().safeParse(named?.toLowerCase());
  if (!format.success) throw usageError(`“${named}” is not csv, ldif, dovecot or postfix`, call.command);
  const { client } = await context.service();
  const uploadId = await upload(context, file);
  const dryRun = call.options.dryRun === true;
  const job = await followJob(context, dryRun ? 'checking' : 'importing', () =>
    client.accounts.startImport({ uploadId, dryRun, ...(format.data === undefined ? {} : { format: format.data }) }),
  );
  const result = importResult.parse(job.result);
  await answer(context, { json: result, lines: resultLines(result) });
}

export const IMPORT_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'import',
    object: 'accounts',
    args: [['<file>', 'CSV, LDIF, a Dovecot passwd-file or a Postfix map; - reads standard input']],
    summary: 'Import accounts from a file of another mail server',
    notes: [
      'All or nothing; Ctrl+C takes everything back. Lines that cannot be used are skipped and told with their number and the reason. Missing domains are made. Importing a file again updates accounts instead of doubling them.',
      'CSV: a header line with address and any of name, type, disabled, or variables such as U_IM. The format is told from the file unless --format names it.',
    ],
    options: [
      ['--format <format>', 'csv, ldif, dovecot or postfix'],
      ['--dry-run', 'check and count only, change nothing'],
    ],
    variables: 'account',
    examples: [
      ['tool import accounts accounts.csv --dry-run', 'what would be created, updated and skipped'],
      ['tool import accounts /etc/dovecot/users --format dovecot', 'the users of a Dovecot server'],
      ['ldapsearch -LLL … | tool import accounts - --format ldif', 'straight from a directory'],
    ],
    run: importAccounts,
  },
];
