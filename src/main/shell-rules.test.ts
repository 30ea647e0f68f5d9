import { describe, expect, test } from 'vitest';
import { type Bounds, MIN_HEIGHT, MIN_WIDTH, parseBounds, placeWindow } from './bounds.ts';
import { BRIDGE_ARGUMENTS } from './bridge-arguments.ts';
import { webLink } from './links.ts';
import { demoArguments, parseOptions } from './options.ts';

const laptop: Bounds = { x: 0, y: 25, width: 1440, height: 875 };
const beside: Bounds = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('DESIGN 6: only http and https links leave', () => {
  test.each(['https://example.com/', 'http://example.com/a?b=c#d'])('%s', (url) => expect(webLink(url)).toBe(url));
  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@example.com',
    'smb://host/share',
    'app://console/',
    'https://user:secret@example.com/',
    'example.com',
    '',
    `https://example.com/${'a'.repeat(5000)}`,
  ])('not %s', (url) => expect(webLink(url)).toBeUndefined());
});

describe('a window opens where a person can reach it', () => {
  test('where it was, on the display it was on', () => {
    const saved = { x: 1500, y: 40, width: 900, height: 700 };
    expect(placeWindow(saved, [laptop, beside])).toEqual(saved);
  });
  test('on the primary display when its own is gone', () => {
    const placed = placeWindow({ x: 1500, y: 40, width: 900, height: 700 }, [laptop]);
    expect(placed).toEqual({ x: 270, y: 113, width: 900, height: 700 });
  });
  test.each<[string, Bounds]>([
    ['too large', { x: -50, y: -50, width: 9000, height: 9000 }],
    ['too small', { x: 100, y: 100, width: 90, height: 90 }],
    ['half outside', { x: 1300, y: 800, width: 800, height: 600 }],
  ])('%s: within its display', (_name, saved) => {
    const placed = placeWindow(saved, [laptop]);
    expect(placed.x).toBeGreaterThanOrEqual(laptop.x);
    expect(placed.y).toBeGreaterThanOrEqual(laptop.y);
    expect(placed.x + placed.width).toBeLessThanOrEqual(laptop.x + laptop.width);
    expect(placed.y + placed.height).toBeLessThanOrEqual(laptop.y + laptop.height);
    expect(placed.width).toBeGreaterThanOrEqual(MIN_WIDTH);
    expect(placed.height).toBeGreaterThanOrEqual(MIN_HEIGHT);
  });
  test('in the middle when it was never open, never larger than the display', () => {
    expect(placeWindow(undefined, [beside])).toEqual({ x: 1810, y: 140, width: 1180, height: 800 });
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 640, height: 400 }])).toEqual({
      x: 0,
      y: 0,
      width: 640,
      height: 400,
    });
  });
  test.each([
    null,
    'x',
    {},
    { x: 0, y: 0, width: 0, height: 1 },
    { x: 0.5, y: 0, width: 9, height: 9 },
    { x: 1e9, y: 0, width: 9, height: 9 },
  ])('what was written down as %j is not believed', (value) => expect(parseBounds(value)).toBeUndefined());
});

describe('the bridge takes what its types say, and nothing else', () => {
  test.each([
    ['file:save-text', ['license.xml', '<x/>']],
    ['file:save-download', ['0123456789abcdef0123456789abcdef', 'seatkeeper-backup-2026-11-21.skb']],
    ['link:open', ['https://example.com']],
    ['theme:set', ['dark']],
    ['clipboard:write', ['SK1-']],
    ['file:open-license', []],
    ['demo:start', []],
  ] as const)('%s %j', (channel, args) => expect(BRIDGE_ARGUMENTS[channel](args)).toEqual(args));
  test.each([
    ['file:save-text', ['../../etc/passwd', '']],
    ['file:save-text', ['.bashrc', '']],
    ['file:save-text', ['a\\b', '']],
    ['file:save-text', ['a\u0000.xml', '']],
    ['file:save-text', ['', '']],
    ['file:save-text', ['license.xml', 7]],
    ['file:save-text', ['license.xml', '', 'more']],
    ['file:save-download', ['../control.db', 'a.skb']],
    ['file:save-download', ['0123456789abcdef0123456789abcdef', '../a.skb']],
    ['file:save-download', ['0123456789abcdef0123456789abcdef']],
    ['link:open', [{}]],
    ['link:open', []],
    ['theme:set', ['blue']],
    ['clipboard:write', ['x'.repeat(100_001)]],
    ['file:open-license', ['/etc/passwd']],
    ['demo:start', [true]],
  ] as const)('not %s %j', (channel, args) => expect(BRIDGE_ARGUMENTS[channel](args)).toBeUndefined());
});

describe('the command line', () => {
  test.each([
    [['electron', '.'], { demo: false, data: undefined }],
    [['electron', '.', '--data', '/srv/a'], { demo: false, data: '/srv/a' }],
    [['electron', '.', '--demo', '--data=/srv/b'], { demo: true, data: '/srv/b' }],
  ])('%j', (argv, expected) => expect(parseOptions(argv)).toEqual(expected));
  test('a demonstration never works on the real data folder', () => {
    expect(demoArguments(['.', '--data', '/srv/a', '--lang=de', '--data=/srv/b'])).toEqual([
      '.',
      '--lang=de',
      '--demo',
    ]);
    expect(demoArguments(['.', '--demo'])).toEqual(['.', '--demo']);
  });
});
