/** send test-mail against a real service and a mail server. */
import { afterEach, expect, test } from 'vitest';
import { startTestSmtp, type TestSmtp } from '../../vendor/smtp.testkit.ts';
import { openWorld, type World } from './world.testkit.ts';

const open: (World | TestSmtp)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function world(env: Record<string, string>): Promise<World> {
  const opened = await openWorld({ env });
  open.push(opened);
  return opened;
}

test('send test-mail: each recipient of notices gets one; one that is refused is told, exit code 1', async () => {
  const smtp = await startTestSmtp();
  open.push(smtp);
  const w = await world({ SEATKEEPER_SMTP: smtp.url, SEATKEEPER_POSTMASTER: 'postmaster@berg.example' });
  const { code, stdout } = await w.tool(['send', 'test-mail']);
  expect(stdout).toMatch(/postmaster@berg\.example +taken by the mail server/);
  expect(code).toBe(0);
  expect(smtp.messages).toHaveLength(1);
  smtp.refusing = true;
  const refused = await w.tool(['send', 'test-mail', '--json']);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    sent: 0,
    refused: 1,
    recipients: [{ address: 'postmaster@berg.example', sent: false }],
  });
});

test('send test-mail: without a mail server or recipients it says which is missing', async () => {
  const w = await world({ SEATKEEPER_POSTMASTER: 'postmaster@berg.example' });
  expect(await w.tool(['send', 'test-mail'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('NOTICES_NOT_CONFIGURED'),
  });
});
