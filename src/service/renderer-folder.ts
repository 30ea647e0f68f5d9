import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The console's bundle: beside this program's own in a build, under out/ when the sources run. Undefined: not built. */
export function builtRendererFolder(): string | undefined {
  const here = import.meta.dirname;
  const fromSources = existsSync(join(here, 'renderer-folder.ts'));
  const folder = fromSources ? join(here, '..', '..', 'out', 'renderer') : join(here, '..', 'renderer');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}
