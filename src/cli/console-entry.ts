/** Starts the console for a browser as a program. */
import { startDemoThread } from '../service/demo-thread.ts';
import { runConsole } from './console.ts';
import { processIo } from './process-io.ts';

// The terminal's end is this program's, too; a daemon may outlive its terminal (nohup).
process.exitCode = await runConsole(process.argv.slice(2), processIo(['SIGHUP']), startDemoThread);
