// Renders assets/icon.svg to the formats of each system. Run once after a change: node scripts/icons.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findBrowser } from './browser.mjs';
import { at } from './lib.mjs';

const LINUX = [16, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 32, 48, 64, 256];
/** Apple's names of the sizes. */
const MACOS = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };

async function render(sizes) {
  const { chromium } = createRequire(at('package.json'))('playwright');
  const browser = await chromium.launch({ executablePath: findBrowser() });
  const page = await browser.newPage();
  const svg = readFileSync(at('assets/icon.svg'), 'utf8');
  const images = new Map();
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
    images.set(size, await page.screenshot({ omitBackground: true }));
  }
  await browser.close();
  return images;
}

/** ICO: a directory of PNG images. */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, [size, png]] of images.entries()) {
    const entry = 6 + 16 * index;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(([, png]) => png)]);
}

/** ICNS: tagged PNG images. */
function icns(images) {
  const blocks = images.map(([name, png]) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.from('icns\0\0\0\0', 'latin1');
  head.writeUInt32BE(8 + blocks.reduce((sum, block) => sum + block.length, 0), 4);
  return Buffer.concat([head, ...blocks]);
}

const images = await render([...new Set([...LINUX, ...WINDOWS, ...Object.values(MACOS)])]);
mkdirSync(at('assets/icons'), { recursive: true });
for (const size of LINUX) writeFileSync(at(`assets/icons/${size}x${size}.png`), images.get(size));
writeFileSync(at('assets/icon.ico'), ico(WINDOWS.map((size) => [size, images.get(size)])));
writeFileSync(at('assets/icon.icns'), icns(Object.entries(MACOS).map(([name, size]) => [name, images.get(size)])));
