import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig } from '@playwright/test';

// No Electron executable (an offline or sealed machine): the same specs run on e2e/stand-in and the system's Chromium.
const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
if (!existsSync(join(electron, 'path.txt'))) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= join(import.meta.dirname, 'e2e/stand-in');
}

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: { trace: 'off', screenshot: 'only-on-failure' },
});
