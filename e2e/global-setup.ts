/** Specs run what is built from the sources of now. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// biome-ignore lint/style/noDefaultExport: Playwright asks for one
export default function buildFirst(): void {
  const root = join(import.meta.dirname, '..');
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed: its messages stand above.');
}
