// npm run build [-- --force] [program…]: builds what is out of date (all programs, or the ones named).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { at, ensureInstalled, filesBelow, foreground, locked, modified, node, readIfThere, root } from './lib.mjs';

const PROGRAMS = ['main', 'preload', 'renderer', 'worker', 'demo', 'service', 'console', 'vendor', 'tool', 'simulate'];
const STAMP = 'out/.stamp';
const CONFIGS = [
  'package.json',
  'package-lock.json',
  'vite.node.config.ts',
  'vite.renderer.config.ts',
  'assets/trusted-keys.json',
];

/** Changes whenever a source, a configuration or a package changes. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = filesBelow('src').filter((file) => !/\.(test|testkit)\.tsx?$/.test(file));
  for (const file of [...CONFIGS, 'scripts/build.mjs', ...sources]) hash.update(`${file}\0${modified(at(file))}\n`);
  return hash.digest('hex');
}

const outputOf = (program) => {
  if (program === 'renderer') return 'out/renderer/index.html';
  const cjs = ['main', 'preload', 'worker', 'demo'].includes(program);
  return `out/${program}/index.${cjs ? 'cjs' : 'js'}`;
};

const upToDate = (programs) => {
  const stamp = JSON.parse(readIfThere(at(STAMP)) || '{}');
  const now = fingerprint();
  return programs.every((program) => stamp[program] === now && existsSync(at(outputOf(program))));
};

/** Builds in this process: Rolldown uses all cores by itself, and Vite is loaded once. */
async function build(programs) {
  const { build: viteBuild } = await import(pathToFileURL(createRequire(at('package.json')).resolve('vite')).href);
  const before = fingerprint();
  const one = (program) =>
    viteBuild({
      root: program === 'renderer' ? undefined : root,
      configFile: at(program === 'renderer' ? 'vite.renderer.config.ts' : 'vite.node.config.ts'),
      mode: program === 'renderer' ? 'production' : program,
      logLevel: 'warn',
      build: { chunkSizeWarningLimit: 10_000 }, // loaded from this disk, not from the web
    });
  const results = await Promise.allSettled(programs.map(one));
  const stamp = JSON.parse(readIfThere(at(STAMP)) || '{}');
  for (const [index, result] of results.entries()) stamp[programs[index]] = result.status === 'fulfilled' ? before : '';
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(at(STAMP), JSON.stringify(stamp));
  const failures = results.filter((result) => result.status === 'rejected');
  for (const failure of failures) process.stderr.write(`${failure.reason?.message ?? failure.reason}\n`);
  return failures.length === 0;
}

/** Installs and builds when needed; costs a look at the files when not. Ends the process when the build fails. */
export async function ensureBuilt(programs = PROGRAMS) {
  await ensureInstalled();
  if (upToDate(programs)) return;
  process.stderr.write('Building…\n');
  const code = await foreground(node(), [at('scripts/build.mjs'), ...programs], { stdio: ['ignore', 2, 2] });
  if (code !== 0) process.exit(code);
}

if (process.argv[1] === at('scripts/build.mjs')) {
  await ensureInstalled();
  process.chdir(root);
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const programs = named.length > 0 ? named : PROGRAMS;
  const unknown = programs.filter((program) => !PROGRAMS.includes(program));
  if (unknown.length > 0) {
    process.stderr.write(`Unknown program ${unknown.join(', ')}: use ${PROGRAMS.join(', ')}.\n`);
    process.exit(2);
  }
  const force = process.argv.includes('--force');
  const good = await locked('build', async () => (!force && upToDate(programs)) || (await build(programs)));
  process.exitCode = good ? 0 : 1;
}
