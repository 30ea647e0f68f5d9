import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The console's renderer: one bundle for the desktop window and for browsers, served with relative addresses.
export default defineConfig({
  root: 'src/renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
});
