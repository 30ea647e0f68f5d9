/**
 * The console with 1,000,000 accounts: from the click on Help > License… to painted rows, and from Enter on a module to
 * its painted accounts and to the last of them. Run: node bench/console.ts
 */
import '../playwright.config.ts'; // where Electron cannot run, the stand-in does
import { expect, type Page } from '@playwright/test';
import type { ConsoleApp } from '../e2e/fixtures/console.ts';
import { createLab } from '../e2e/fixtures/lab.ts';
import { dialogOf, openLicense, rowOf } from '../e2e/fixtures/license-page.ts';
import { writeCsv } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const GOAL_MS = 150;
/** Ours, for a jump over the whole list. */
const JUMP_GOAL_MS = 1000;
const ROUNDS = 15;

/** What is waited for: so many rows, of which none is still being read. */
interface Rows {
  readonly selector: string;
  readonly atLeast: number;
}
const LICENSE_ROWS: Rows = { selector: '[role=treegrid] tbody tr', atLeast: 5 };
const ACCOUNT_ROWS: Rows = { selector: '[role=grid] [role=rowgroup] + [role=rowgroup] [role=row]', atLeast: 10 };

/** Begins to look in the page; `painted` answers when the frame with the rows has been drawn, in epoch milliseconds. */
async function watch(page: Page, rows: Rows): Promise<{ painted: () => Promise<number> }> {
  await page.evaluate(({ selector, atLeast }) => {
    const ready = (): boolean => {
      const found = [...document.querySelectorAll(selector)];
      return found.length >= atLeast && found.every((row) => !row.textContent?.includes('…'));
    };
    const painted = new Promise<number>((resolve) => {
      const look = (): void => {
        // A task that is queued before a frame is drawn runs after it.
        if (ready()) setTimeout(() => resolve(performance.timeOrigin + performance.now()));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    Object.assign(window, { painted });
  }, rows);
  return { painted: () => page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted) };
}

/** Milliseconds from the click in the main process to painted rows. */
async function menuToRows(shell: ConsoleApp): Promise<number> {
  const { painted } = await watch(shell.page, LICENSE_ROWS);
  const clicked = await shell.app.evaluate(({ Menu }) => {
    const at = performance.timeOrigin + performance.now();
    Menu.getApplicationMenu()?.getMenuItemById('license')?.click();
    return at;
  });
  const took = (await painted()) - clicked;
  await shell.page.keyboard.press('Escape');
  await expect(dialogOf(shell.page, 'License')).toBeHidden();
  return took;
}

/** Milliseconds from a key press, as the page got it, to painted rows. */
async function keyToRows(page: Page, key: string, rows: Rows): Promise<number> {
  await page.evaluate(() => {
    const pressed = new Promise<number>((resolve) => {
      const listen = (event: KeyboardEvent) => resolve(performance.timeOrigin + event.timeStamp);
      window.addEventListener('keydown', listen, { capture: true, once: true });
    });
    Object.assign(window, { pressed });
  });
  const { painted } = await watch(page, rows);
  await page.keyboard.press(key);
  const pressed = await page.evaluate(() => (window as unknown as { pressed: Promise<number> }).pressed);
  return (await painted()) - pressed;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function report(what: string, times: readonly number[]): void {
  const all = times.map((ms) => Math.round(ms)).join(' ');
  console.log(
    `       ${what}: median ${Math.round(median(times))} ms, the first ${Math.round(times[0] ?? 0)} ms (${all})`,
  );
}

/** Opens the accounts of a module from the keyboard; goes to the last one in the first round. */
async function accountsOf(page: Page, group: string, module: string): Promise<{ open: number[]; end: number }> {
  const license = dialogOf(page, 'License');
  await rowOf(license, group).focus();
  await page.keyboard.press('ArrowRight');
  const row = rowOf(license, module);
  const used = Number((await row.locator('td').nth(2).innerText()).replaceAll(',', ''));
  const accounts = dialogOf(page, `Accounts of ${module}`);
  const open: number[] = [];
  let end = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await row.focus();
    open.push(await keyToRows(page, 'Enter', ACCOUNT_ROWS));
    if (round === 0) {
      await accounts.getByRole('grid').focus();
      end = await keyToRows(page, 'End', { selector: `[aria-selected=true][aria-rowindex="${used + 1}"]`, atLeast: 1 });
    }
    await page.keyboard.press('Escape');
    await expect(accounts).toBeHidden();
  }
  await rowOf(license, group).focus();
  await page.keyboard.press('ArrowLeft');
  return { open, end };
}

const lab = createLab();
try {
  const csv = lab.folder('accounts.csv');
  const shell = await lab.launchConsole();
  await writeCsv(csv, ACCOUNTS);
  const { code, stderr } = await lab.runTool(['import', 'accounts', csv]);
  if (code !== 0) throw new Error(`tool import accounts: ${stderr}`);
  await shell.close();

  const { page, ...again } = await lab.launchConsole();
  await expect(page.getByText('1,000,000 accounts in 97 domains')).toBeVisible();
  const menu: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) menu.push(await menuToRows({ page, ...again }));
  report('menu click to painted rows', menu);
  await openLicense({ page, ...again });
  const mail = await accountsOf(page, 'Communication', 'Mail Server');
  report('Enter on Mail Server to painted accounts', mail.open);
  const messages = await accountsOf(page, 'Collaboration', 'Instant Messaging');
  report('Enter on Instant Messaging to painted accounts', messages.open);
  await again.close();

  ratio(`menu click to painted rows / ${GOAL_MS} ms`, median(menu) / GOAL_MS, { atMost: 1 });
  ratio(`the first click after the start / ${GOAL_MS} ms`, (menu[0] ?? 0) / GOAL_MS, { atMost: 1 });
  for (const [module, { open, end }] of [
    ['Mail Server', mail],
    ['Instant Messaging', messages],
  ] as const) {
    ratio(`${module}: Enter to painted accounts / ${GOAL_MS} ms`, median(open) / GOAL_MS, { atMost: 1 });
    ratio(`${module}: End to the last account / ${JUMP_GOAL_MS} ms`, end / JUMP_GOAL_MS, { atMost: 1 });
  }
} finally {
  await lab.close();
}
