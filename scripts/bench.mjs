// npm run bench [-- name…]: the benchmarks under bench/, one after the other, on the Node of the lock file.
import { existsSync, readdirSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { at, foreground, node } from './lib.mjs';

const all = existsSync(at('bench')) ? readdirSync(at('bench')).filter((file) => file.endsWith('.ts')) : [];
const names = all.map((file) => file.replace(/\.ts$/, '')).sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
await ensureBuilt();
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n── ${name}`);
  const code = await foreground(node(), ['--expose-gc', at('bench', `${name}.ts`)]);
  if (code !== 0) process.exitCode = 1;
}
