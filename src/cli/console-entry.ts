/** Starts the console for a browser as a program. */
import { startDemoThread } from '../service/demo-thread.ts';
import { runConsole } from './console.ts';
import { processIo } from './process-io.ts';

process.exitCode = await runConsole(process.argv.slice(2), processIo(), startDemoThread);
