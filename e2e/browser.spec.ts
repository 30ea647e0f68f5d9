/** `npm start` where there is no display: the same console in a browser of this machine (INTERFACES 1). */
import { type ConsoleMessage, expect, type Page } from '@playwright/test';
import { test } from './fixtures/lab.ts';

function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}

test('says why in one line, prints an address that signs in once, and serves the console', async ({
  lab,
  page,
  browser,
}) => {
  const { url, process } = await lab.startInBrowser();
  expect(process.output().stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^There is no display: /),
    expect.stringContaining(url),
  ]);
  expect(new URL(url).hostname).toBe('127.0.0.1');

  const problems = problemsOf(page);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(page.url(), 'the token does not stay in the address').not.toMatch(/token|link=/);
  expect(await page.evaluate(() => typeof window.seatkeeper)).toBe('undefined');
  expect(problems).toEqual([]);

  const stranger = await browser.newPage();
  const second = await stranger.goto(url);
  expect(second?.status()).toBe(403);
  await stranger.close();

  const { code } = await process.stop('SIGINT');
  expect(code).toBe(0);
});

test('the demonstration works there too, on no data but its own', async ({ lab, page }) => {
  const { url, process } = await lab.startInBrowser(['--demo']);
  await page.goto(url);
  await expect(page.getByText('Demonstration server.')).toBeVisible();
  const { code } = await process.stop();
  expect(code).toBe(0);
});
