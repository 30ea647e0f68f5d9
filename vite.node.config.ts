/** Every program but the renderer, one per mode: `vite build -c vite.node.config.ts --mode service`. */
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import pkg from './package.json' with { type: 'json' };

interface Program {
  readonly entry: string;
  /** CJS where Electron's entry, its sandbox or a worker beside the asar wants it. */
  readonly format: 'cjs' | 'es';
  /** It runs from app.asar.unpacked, where only native packages lie: everything else is inside the bundle. */
  readonly unpacked?: boolean;
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  main: { entry: 'src/main/index.ts', format: 'cjs' },
  preload: { entry: 'src/preload/index.ts', format: 'cjs' },
  worker: { entry: 'src/service/store/worker.ts', format: 'cjs', unpacked: true },
  demo: { entry: 'src/cli/demo-entry.ts', format: 'cjs', unpacked: true },
  service: { entry: 'src/cli/service-entry.ts', format: 'es' },
  console: { entry: 'src/cli/console-entry.ts', format: 'es' },
  vendor: { entry: 'src/vendor/entry.ts', format: 'es' },
  tool: { entry: 'src/cli/tool-entry.ts', format: 'es' },
  simulate: { entry: 'src/simulator/entry.ts', format: 'es' },
};

const NATIVE = ['better-sqlite3'];
const BUILT_IN = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

export default defineConfig(({ mode }) => {
  const program = PROGRAMS[mode];
  if (!program) throw new Error(`Unknown program “${mode}”: use one of ${Object.keys(PROGRAMS).join(', ')}.`);
  return {
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: program.entry,
      outDir: `out/${mode}`,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        external: ['electron', ...BUILT_IN, ...(program.unpacked ? NATIVE : Object.keys(pkg.dependencies))],
        output: {
          format: program.format,
          entryFileNames: program.format === 'cjs' ? 'index.cjs' : 'index.js',
          codeSplitting: false,
        },
      },
    },
  };
});
