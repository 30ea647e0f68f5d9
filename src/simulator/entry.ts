/** The program of `npm run simulate`, and of its threads. */
import { isMainThread, parentPort } from 'node:worker_threads';
import { runServers } from './fleet.ts';
import { simulate } from './simulate.ts';
import type { Part } from './threads.ts';

if (isMainThread) process.exitCode = await simulate(process.argv.slice(2), new URL(import.meta.url));
else {
  // Failures are told by their codes; their stacks cost more than everything else together.
  Error.stackTraceLimit = 0;
  parentPort?.on('message', async ({ from, to, ...fleet }: Part) => {
    parentPort?.postMessage(await runServers(fleet, from, to));
  });
}
