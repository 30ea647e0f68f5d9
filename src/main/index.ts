/** Electron's entry: what must be said before the app is ready, one instance a person, then the shell. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { SCHEME } from './app-protocol.ts';
import { parseOptions } from './options.ts';
import { type Shell, startShell } from './shell.ts';
import { refuseToStart } from './start-failure.ts';

const options = parseOptions(process.argv);
let shell: Shell | undefined;

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
// A demonstration has a window and preferences of its own, beside those of the real console.
if (options.demo) {
  const folder = join(app.getPath('userData'), 'demo');
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
}

async function run(): Promise<void> {
  await app.whenReady();
  shell = await startShell(options);
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => shell?.show());
  app.on('activate', () => shell?.show());
  run().catch(refuseToStart);
} else {
  app.quit();
}
