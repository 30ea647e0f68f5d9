import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, defineConfig } from '@playwright/test';

// No Electron executable (an offline or sealed machine): the same specs run on e2e/stand-in and the system's Chromium.
const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const asRoot = process.platform === 'linux' && process.getuid?.() === 0; // Electron's sandbox refuses root
if (asRoot || !existsSync(join(electron, 'path.txt'))) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= join(import.meta.dirname, 'e2e/stand-in');
}

/** Specs in a browser use the same Chromium as the stand-in; without one of the system's, Playwright's own. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browser = [process.env.STANDIN_CHROMIUM, ...PLACES, chromium.executablePath()].find(
  (path) => path !== undefined && existsSync(path),
);
if (browser !== undefined) process.env.STANDIN_CHROMIUM = browser;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 15_000 }, // a busy machine is slow, not wrong
  // Specs share no port, folder or service: two at a time on two cores.
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { ...(browser === undefined ? {} : { executablePath: browser }), args: ['--disable-dev-shm-usage'] },
  },
});
