/** Starts the demonstration's data and licensing server in a worker thread; console and browser host the service on it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface DemoFacts {
  readonly dataFolder: string;
  /** To be laid over the service's environment. */
  readonly env: Readonly<Record<string, string>>;
}
export interface DemoThread extends DemoFacts {
  /** Stops the licensing server and removes the folder. */
  close(): Promise<void>;
}
export type DemoMessage = { readonly ready: DemoFacts } | { readonly failed: string };

/** Beside a bundle, or among the sources. Native packages do not load from inside an archive. */
function workerFile(): string {
  const bundled = join(import.meta.dirname, '../demo/index.cjs').replace(/\bapp\.asar\b/, 'app.asar.unpacked');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../cli/demo-entry.ts');
}

export async function startDemoThread(): Promise<DemoThread> {
  const worker = new Worker(workerFile());
  const facts = await new Promise<DemoFacts>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the demonstration server ended (${code})`)));
    worker.once('message', (message: DemoMessage) => {
      if ('ready' in message) resolve(message.ready);
      else reject(new Error(message.failed));
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  worker.unref();
  return {
    ...facts,
    close: () =>
      new Promise((resolve) => {
        worker.ref();
        worker.once('exit', () => resolve());
        worker.postMessage('close');
      }),
  };
}
