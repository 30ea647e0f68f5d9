/** Backup and restore of settings from the console (LICENSING 11). */
import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { openScene } from './fixtures/console-scene.ts';

test('a backup made by the console is restored by it: what it would replace is shown first, and it is as before', async () => {
  const scene = await openScene();
  try {
    const { shell, lab } = scene;
    const { page } = shell;
    const csv = scene.file('accounts.csv', 'address,name,U_IM\nada@berg.example,Ada,1\nbob@berg.example,Bob,0\n');
    await scene.tool('import', 'accounts', csv);
    await scene.tool('activate', 'license', '--order', await scene.vendor.order('communication=10'));
    const before = await scene.tool('display', 'account', '*@*', 'U_Name', 'U_IM');

    const backup = lab.folder('settings.skb');
    await shell.answerSaveDialog(backup);
    await shell.choose('backup-settings');
    await page.getByRole('dialog', { name: 'Backup Settings' }).getByRole('button', { name: 'Back Up…' }).click();
    await expect(page.getByText(/^Backed up: 2 accounts, 1 domain/)).toBeVisible();
    expect(existsSync(backup)).toBe(true);

    await scene.tool('delete', 'account', 'bob@berg.example', '--yes');
    await scene.tool('modify', 'account', 'ada@berg.example', 'U_IM', '0');
    await shell.choose('restore-settings');
    const restore = page.getByRole('dialog', { name: 'Restore Settings' });
    const chosen = page.waitForEvent('filechooser');
    await restore.getByRole('button', { name: 'Choose Backup…' }).click();
    await (await chosen).setFiles(backup);
    const apply = restore.getByRole('button', { name: 'Restore', exact: true });
    await expect(apply).toBeVisible();
    expect(await scene.tool('display', 'account', '*@*', 'U_Name'), 'a check changes nothing').not.toContain('bob@');

    await apply.click();
    await expect(restore.getByRole('button', { name: 'Close', exact: true })).toBeVisible();
    expect(await scene.tool('display', 'account', '*@*', 'U_Name', 'U_IM')).toBe(before);
    expect((await scene.license()).information).toMatchObject({ status: 'OK', phase: 'ok' });
    expect(await scene.tool('recount', 'seats')).toContain('drift: 0');
    expect(shell.problems).toEqual([]);
  } finally {
    await scene.lab.close();
  }
});
