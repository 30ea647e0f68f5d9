/** Starts the control service as a program. */
import { processIo } from './process-io.ts';
import { runService } from './service.ts';

process.exitCode = await runService(process.argv.slice(2), processIo());
