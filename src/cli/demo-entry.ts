/** The demonstration in a worker thread (src/service/demo-thread.ts starts it): it never delays the service beside it. */
import { parentPort } from 'node:worker_threads';
import type { DemoMessage } from '../service/demo-thread.ts';
import { startDemo } from './demo.ts';

if (!parentPort) throw new Error('This runs in a worker thread: npm start -- --demo');
const port = parentPort;
const say = (message: DemoMessage): void => port.postMessage(message);

async function run(): Promise<void> {
  const { dataFolder, env, close } = await startDemo();
  port.once('message', () => void close().finally(() => process.exit(0)));
  say({ ready: { dataFolder, env } });
}

run().catch((error: unknown) => {
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
