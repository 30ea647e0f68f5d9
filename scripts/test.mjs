// npm test: installs what the tests need, then types, lint, unit tests, build and end-to-end tests, each to its end.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { displayPrefix, ensureBrowser, missingDisplay } from './browser.mjs';
import { at, ensureInstalled, foreground, node } from './lib.mjs';

const UNIT_REPORT = 'test-results/vitest.json';
const E2E_REPORT = 'test-results/playwright.json';

const totals = { passed: 0, failed: 0 };

/** The JavaScript of a package's command, so that it runs on the Node of the lock file. */
const TOOLS = {
  tsc: 'node_modules/typescript/bin/tsc',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};

const report = (file) => (existsSync(at(file)) ? JSON.parse(readFileSync(at(file), 'utf8')) : undefined);

/** Tests of Vitest's report. A file that did not load counts as one failure. */
function unitTotals() {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = report(UNIT_REPORT) ?? {};
  const failedInside = (file) => file.assertionResults.some((test) => test.status === 'failed');
  const broken = testResults.filter((file) => file.status === 'failed' && !failedInside(file));
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** Tests of Playwright's report; one that passed only when repeated is a failure. */
function e2eTotals() {
  const { stats = {}, errors = [] } = report(E2E_REPORT) ?? {};
  const { expected = 0, unexpected = 0, flaky = 0 } = stats;
  return { passed: expected, failed: unexpected + flaky + errors.length };
}

async function step(name, command, args, count = () => ({ passed: 0, failed: 0 })) {
  console.log(`\n── ${name}`);
  const env = {
    ...process.env,
    PATH: `${at('node_modules/.bin')}${delimiter}${process.env.PATH}`,
    CI: process.env.CI ?? '1',
  };
  if (!process.stdout.isTTY) env.NO_COLOR ??= '1';
  const code = await foreground(command, args, { env }).catch((error) => {
    console.error(error.message);
    return 1;
  });
  const { passed, failed } = count();
  totals.passed += passed;
  totals.failed += code !== 0 && failed === 0 ? 1 : failed;
  return code === 0;
}

await ensureInstalled();
const missing = [ensureBrowser(), missingDisplay()].filter((words) => words !== '').join('\n');
for (const file of [UNIT_REPORT, E2E_REPORT]) rmSync(at(file), { force: true });

const run = (name, tool, args, count) => step(name, node(), [at(TOOLS[tool]), ...args], count);

await run('types', 'tsc', ['-b']);
await run('lint', 'biome', ['ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.']);
const json = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
await run('unit tests', 'vitest', ['run', ...json], unitTotals);
const built = await step('build', node(), [at('scripts/build.mjs')]);
if (missing) {
  console.error(`\n── end-to-end tests\n${missing}`);
  totals.failed += 1;
} else if (built) {
  const [command, ...args] = [...displayPrefix(), node(), at(TOOLS.playwright), 'test'];
  await step('end-to-end tests', command, args, e2eTotals);
}

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
