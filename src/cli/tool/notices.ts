/** send test-mail. */
import type { Call, CommandSpec } from './command.ts';
import { answer } from './context.ts';
import { alignedTable } from './table.ts';

async function sendTestMail(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const { progress, signal } = call.context;
  progress.show('waiting for the mail server…');
  const { recipients } = await client.notices.sendTest(undefined, { signal }).finally(progress.clear);
  const refused = recipients.filter(({ sent }) => !sent).length;
  if (refused > 0) call.context.exitWith(1);
  const rows = recipients.map(({ address, sent, detail }) => [address, sent ? 'taken by the mail server' : detail]);
  await answer(call.context, {
    json: { sent: recipients.length - refused, refused, recipients },
    lines: alignedTable([{ title: 'Recipient' }, { title: 'Test mail' }], rows),
  });
}

export const NOTICE_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'send',
    object: 'test-mail',
    args: [],
    summary: 'Send a test mail to the recipients of notices',
    notes: [
      'Postmaster, license holder and the further recipients get it at once, or their line says why not.',
      'Exit code 1 if one did not, or if no mail server is configured.',
    ],
    examples: [
      ['tool send test-mail', 'do notices arrive?'],
      ["tool send test-mail --json | jq '.recipients[] | select(.sent | not)'", 'who did not get it, and why'],
    ],
    run: sendTestMail,
  },
];
