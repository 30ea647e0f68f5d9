/** A demonstration server: its data and its licensing server live in a worker thread, the service in this process. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface DemoServer {
  readonly dataFolder: string;
  /** Where its licensing server is, and what it may sign. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

// Native packages do not load from inside an archive, so the worker lies beside it.
const WORKER = join(import.meta.dirname, '../demo/index.cjs').replace('app.asar', 'app.asar.unpacked');

type Message = { readonly ready: { dataFolder: string; env: Record<string, string> } } | { readonly failed: string };

export async function startDemo(): Promise<DemoServer> {
  const worker = new Worker(WORKER);
  const ready = await new Promise<{ dataFolder: string; env: Record<string, string> }>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the demonstration server ended with ${code}`)));
    worker.once('message', (message: Message) => {
      if ('ready' in message) resolve(message.ready);
      else reject(new Error(message.failed));
    });
  });
  return {
    ...ready,
    close: () =>
      new Promise((resolve) => {
        worker.once('exit', () => resolve());
        worker.postMessage('close');
      }),
  };
}
