/** DESIGN 2: who may import whom, and the rules of the house that no compiler and no linter knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Import,
  importsOf,
  isRelative,
  packageOf,
  ROOT,
  type Source,
  sourcesBelow,
  target,
} from './architecture.testkit.ts';

const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  platform: ['core'],
  contract: ['core'],
  service: ['core', 'platform', 'contract'],
  vendor: ['core', 'platform', 'contract'],
  simulator: ['core', 'platform', 'contract', 'service'],
  cli: ['service', 'vendor', 'platform', 'contract', 'core'],
  main: ['service', 'contract', 'core'],
  preload: ['contract'],
  renderer: ['contract', 'core'],
};
/** Packages that a layer may use; a layer that is not named may use any but electron. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  core: /^$/,
  contract: /^(zod|@orpc\/(client|contract))$/,
  preload: /^electron$/,
  renderer: /^(react|react-dom|@mui\/.*|@mdi\/js|@emotion\/.*|zustand|@tanstack\/.*|@orpc\/client)$/,
};
const OUTSIDE_MAIN = /^(?!electron$)/;
const MAX_LINES = 300;

const all = sourcesBelow('src', /\.tsx?$/);
const isTest = ({ path }: Source): boolean => /\.(test|testkit)\.tsx?$/.test(path);
const sources = all.filter((source) => !isTest(source));
const byPath = new Map(all.map((source) => [source.path, source]));
const layerOf = (path: string): string => path.split('/')[1] ?? '';
const shown = (source: Source, specifier: string): string => `${source.path} → ${specifier}`;

const violations = (wrong: (source: Source, found: Import) => boolean, of = sources): string[] =>
  of.flatMap((source) =>
    source.imports.filter((found) => wrong(source, found)).map((found) => shown(source, found.specifier)),
  );

test('the reader of imports sees every form', () => {
  const text = [
    "import a from 'a';",
    "import { b, type B } from './b.ts';",
    "import { type C } from './c.ts';",
    "import type { D } from './d.ts';",
    'import {\n  e,\n  f,\n} from "./e.ts";',
    "export { g } from './g.ts';",
    "import './h.css';",
    "const i = await import('i');",
    "/* import j from 'j' */",
  ].join('\n');
  expect(importsOf(text).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`)).toEqual([
    'a',
    './b.ts',
    './c.ts (type)',
    './d.ts (type)',
    './e.ts',
    './g.ts',
    './h.css',
    'i',
  ]);
  expect(sources.length).toBeGreaterThan(50);
});

describe('arrows', () => {
  test('every folder below src is a layer', () => {
    const layers = new Set(sources.map(({ path }) => layerOf(path)));
    expect([...layers].filter((layer) => !ARROWS[layer])).toEqual([]);
  });
  test('a layer imports what its arrows allow', () => {
    const forbidden = violations((source, { specifier }) => {
      if (!isRelative(specifier)) return false;
      const path = target(source, specifier);
      const [from, to] = [layerOf(source.path), layerOf(path)];
      return path.startsWith('src/') && from !== to && !ARROWS[from]?.includes(to);
    });
    expect(forbidden).toEqual([]);
  });
  test('a layer uses the packages that it may use', () => {
    const forbidden = violations((source, { specifier }) => {
      if (isRelative(specifier)) return false;
      const layer = layerOf(source.path);
      const allowed = PACKAGES[layer] ?? (layer === 'main' ? /./ : OUTSIDE_MAIN);
      return !allowed.test(packageOf(specifier));
    });
    expect(forbidden).toEqual([]);
  });
  test('only the shell imports Electron', () => {
    const forbidden = violations(
      (source, { specifier }) => packageOf(specifier) === 'electron' && !/^(main|preload)$/.test(layerOf(source.path)),
    );
    expect(forbidden).toEqual([]);
  });
});

describe('DESIGN 3: the renderer takes the contract’s types, not zod', () => {
  /** Everything that is left at run time of what the renderer imports. */
  function reachable(): Map<string, string> {
    const packages = new Map<string, string>();
    const seen = new Set<string>();
    const visit = (source: Source): void => {
      if (seen.has(source.path)) return;
      seen.add(source.path);
      for (const { specifier, typeOnly } of source.imports) {
        if (typeOnly) continue;
        const next = isRelative(specifier) ? byPath.get(target(source, specifier)) : undefined;
        if (next) visit(next);
        else if (!isRelative(specifier)) packages.set(packageOf(specifier), shown(source, specifier));
      }
    };
    for (const source of sources) if (layerOf(source.path) === 'renderer') visit(source);
    return packages;
  }
  test('nothing that it reaches needs zod, Node or the server’s half of oRPC', () => {
    const found = [...reachable()].filter(([name]) =>
      /^(zod|node:.*|electron|kysely|@orpc\/(server|contract|openapi|zod))$/.test(name),
    );
    expect(found.map(([, where]) => where)).toEqual([]);
  });
});

describe('DESIGN 2: core is pure', () => {
  const core = sources.filter(({ path }) => layerOf(path) === 'core');
  test.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\./],
    ['randomness', /\bMath\.random\b|\bcrypto\.(getRandomValues|randomUUID)\b/],
    ['timers', /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\(/],
    ['input and output', /\b(console|process|fetch|localStorage)\s*[.(]/],
  ])('it never touches %s', (_what, pattern) => {
    const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(core.filter(({ text }) => pattern.test(code(text))).map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  test('relative imports name their file: Node runs the sources as they are', () => {
    expect(
      violations((_source, { specifier }) => isRelative(specifier) && !/\.(tsx?|json|css)$/.test(specifier), all),
    ).toEqual([]);
  });
  test(`none has more than ${MAX_LINES} lines`, () => {
    const others = [
      ...sourcesBelow('e2e', /\.(ts|cjs)$/),
      ...sourcesBelow('scripts', /\.mjs$/),
      ...sourcesBelow('bench', /\.ts$/),
    ];
    const long = [...all, ...others].map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(long.filter(({ lines }) => lines > MAX_LINES).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });
  test('no barrel hides where a thing lives', () => {
    expect(sources.filter(({ text }) => /^export \* from/m.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

test('what the documents link to and show is there', () => {
  const pages = ['.', 'docs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)),
  );
  const dead = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => {
      const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => to ?? '');
      return targets.filter((to) => !existsSync(join(dirname(page), to))).map((to) => `${page}: ${to}`);
    });
  expect(dead).toEqual([]);
});

test('ARCHITECTURE.md names every folder of src, down to two levels', () => {
  const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const map = new Set(
    [...page.matchAll(/^\| (`src.*?`) \|/gm)].flatMap(([, cell]) => cell?.match(/src[\w/-]*/g) ?? []),
  );
  const folders = new Set(all.map(({ path }) => path.split('/').slice(0, -1).slice(0, 3).join('/')));
  expect([...folders].filter((folder) => folder !== 'src' && !map.has(folder))).toEqual([]);
  expect([...map].filter((folder) => !all.some(({ path }) => path.startsWith(`${folder}/`)))).toEqual([]);
});

test('ARCHITECTURE.md says for every dependency, in one line, why it is there', () => {
  const pkg = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split(/^## Dependencies$/m)[1] ?? '';
  const reasons = new Map([...page.matchAll(/^\| `([^`]+)` \| (\S.*\S) \|$/gm)].map(([, name, why]) => [name, why]));
  const names = Object.keys({ ...pkg.dependencies, ...pkg.devDependencies, ...pkg.optionalDependencies });
  expect(names.filter((name) => !reasons.has(name))).toEqual([]);
  expect([...reasons.keys()].filter((name) => !names.includes(name ?? ''))).toEqual([]);
});
