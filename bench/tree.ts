/**
 * Management with 1,000,000 accounts, 900,000 of them in one of 100,001 domains: from the click on View > Management to
 * painted rows, scrolling frame by frame, End to the last row, a search to its painted results. Run: node bench/tree.ts
 */
import '../playwright.config.ts'; // where Electron cannot run, the stand-in does
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { ConsoleApp } from '../e2e/fixtures/console.ts';
import { createLab } from '../e2e/fixtures/lab.ts';
import { ratio } from './lib/measure.ts';

const IN_ONE = 900_000;
const DOMAINS = 100_000;
const PAINT_MS = 200;
const FRAME_MS = 50;
const SEARCH_MS = 100;
/** Ours, for a jump over the whole list. */
const JUMP_MS = 1000;
/** What the page waits after the last key before it asks. */
const TYPING_PAUSE = 200;
const ROUNDS = 9;
const FRAMES = 300;

/** Nothing is measured by it. */
const PATIENT = { timeout: 60_000 };
const ROW = '[role=tree] [role=treeitem]';

async function writeAccounts(file: string): Promise<void> {
  const out = createWriteStream(file);
  let text = 'address,name\n';
  const push = async (line: string) => {
    text += line;
    if (text.length < 1e6) return;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  };
  for (let i = 0; i < IN_ONE; i += 1) await push(`user${String(i).padStart(6, '0')}@big.example,Person ${i}\n`);
  for (let i = 0; i < DOMAINS; i += 1) await push(`info@d${String(i).padStart(6, '0')}.example,\n`);
  out.end(text);
  await once(out, 'finish');
}

/** Begins to look in the page; answers when the frame in which `ready` holds has been drawn, in epoch milliseconds. */
async function watch(page: Page, selector: string, atLeast: number, text = ''): Promise<() => Promise<number>> {
  await page.evaluate(
    (wanted) => {
      const ready = (): boolean => {
        const found = [...document.querySelectorAll(wanted.selector)];
        const read = found.every((row) => !row.textContent?.includes('…') && row.textContent?.includes(wanted.text));
        return found.length >= wanted.atLeast && read;
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
    },
    { selector, atLeast, text },
  );
  return () => page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
}

/** Milliseconds from the click in the main process to painted rows. */
async function menuToRows(shell: ConsoleApp): Promise<number> {
  await shell.choose('overview');
  await expect(shell.page.getByRole('tree')).toBeHidden();
  const painted = await watch(shell.page, ROW, 10);
  const clicked = await shell.app.evaluate(({ Menu }) => {
    const at = performance.timeOrigin + performance.now();
    Menu.getApplicationMenu()?.getMenuItemById('management')?.click();
    return at;
  });
  return (await painted()) - clicked;
}

/** Milliseconds from a key press, as the page got it, to what is waited for. */
async function keyTo(page: Page, key: string, selector: string, atLeast: number, text = ''): Promise<number> {
  await page.evaluate(() => {
    const pressed = new Promise<number>((resolve) => {
      const listen = (event: KeyboardEvent) => resolve(performance.timeOrigin + event.timeStamp);
      window.addEventListener('keydown', listen, { capture: true, once: true });
    });
    Object.assign(window, { pressed });
  });
  const painted = await watch(page, selector, atLeast, text);
  await page.keyboard.press(key);
  const pressed = await page.evaluate(() => (window as unknown as { pressed: Promise<number> }).pressed);
  return (await painted()) - pressed;
}

/** Milliseconds between frames while the wheel turns; `step` pixels a frame, 0: what the machine itself does to frames. */
const scroll = (page: Page, step: number): Promise<number[]> =>
  page.evaluate(
    ({ frames, by }) =>
      new Promise<number[]>((resolve) => {
        const tree = document.querySelector('[role=tree]');
        const gaps: number[] = [];
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) gaps.push(now - last);
          last = now;
          if (gaps.length >= frames) {
            resolve(gaps);
            return;
          }
          if (by !== 0) tree?.dispatchEvent(new WheelEvent('wheel', { deltaY: by, bubbles: true, cancelable: true }));
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { frames: FRAMES, by: step },
  );

/** Milliseconds of processor time that the page's thread has had. */
async function pageCpu(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const rounded = (values: readonly number[]): string => values.map((ms) => Math.round(ms)).join(' ');

const lab = createLab();
try {
  const csv = lab.folder('accounts.csv');
  await writeAccounts(csv);
  const first = await lab.launchConsole();
  const { code, stderr } = await lab.runTool(['import', 'accounts', csv]);
  if (code !== 0) throw new Error(`tool import accounts: ${stderr}`);
  await first.close();

  const shell = await lab.launchConsole();
  const { page } = shell;
  await expect(page.getByText('1,000,000 accounts in 100,001 domains')).toBeVisible(PATIENT);
  const paints: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) paints.push(await menuToRows(shell));
  console.log(`       menu click to painted rows: ${rounded(paints)} ms`);

  const keys = page.keyboard;
  await page.getByRole('tree').focus();
  await keys.press('ArrowDown');
  await keys.press('ArrowRight');
  const opened = performance.now();
  await expect(page.getByRole('treeitem', { name: 'user000000' })).toBeVisible(PATIENT);
  console.log(`       the first page of 900,000 accounts: ${Math.round(performance.now() - opened)} ms`);
  const still = await scroll(page, 0);
  const cpu = await pageCpu(page);
  const before = await cpu();
  const slow = await scroll(page, 130);
  const fast = await scroll(page, 4000);
  const perFrame = ((await cpu()) - before) / (2 * FRAMES);
  console.log(`       processor time of the page a frame: ${perFrame.toFixed(1)} ms`);
  for (const [what, gaps] of [
    ['nothing', still],
    ['5 rows a frame', slow],
    ['150 rows a frame', fast],
  ] as const) {
    const worst = [...gaps].sort((a, b) => b - a).slice(0, 5);
    console.log(`       scrolling ${what}: median ${Math.round(median(gaps))} ms, the longest ${rounded(worst)} ms`);
  }
  const end = await keyTo(page, 'End', `${ROW}[aria-level="2"][aria-posinset="${DOMAINS + 1}"]`, 1, 'd099999.example');
  await expect(page.getByRole('treeitem', { selected: true })).toBeInViewport();
  console.log(`       End to the last row: ${Math.round(end)} ms`);

  await page.getByRole('tree').press('Home');
  const searches: number[] = [];
  for (const text of ['user12345', 'd09999', 'person 77777', 'user8888']) {
    const field = page.getByRole('searchbox');
    await field.fill('');
    await expect(page.getByRole('treeitem', { name: /All domains/ })).toBeVisible();
    await field.fill(text.slice(0, -1));
    await expect(page.getByText(/accounts? found/)).toBeVisible(PATIENT);
    await field.press('End');
    searches.push((await keyTo(page, text.slice(-1), ROW, 1, text.replace('person', 'Person'))) - TYPING_PAUSE);
  }
  console.log(`       last letter to painted results, without the pause: ${rounded(searches)} ms`);
  await shell.close();

  const frames = [...slow, ...fast];
  ratio(`menu click to painted rows / ${PAINT_MS} ms`, median(paints) / PAINT_MS, { atMost: 1 });
  ratio(`the first click after the start / ${PAINT_MS} ms`, (paints[0] ?? 0) / PAINT_MS, { atMost: 1 });
  ratio(`the longest frame while scrolling / ${FRAME_MS} ms`, Math.max(...frames) / FRAME_MS, { atMost: 1 });
  ratio(`End to the last row / ${JUMP_MS} ms`, end / JUMP_MS, { atMost: 1 });
  ratio(`search results / ${SEARCH_MS} ms`, median(searches) / SEARCH_MS, { atMost: 1 });
} finally {
  await lab.close();
}
