/** `npm run service`: the control service in the foreground, until SIGTERM or SIGINT (INTERFACES 1). */
import { dataFolderOf } from '../service/folder.ts';
import { startService } from '../service/start.ts';
import { type ProgramIo, runProgram } from './program.ts';

const USAGE = `usage: npm run service -- [--data DIR] [--http HOST:PORT]

  --data DIR        data folder; SEATKEEPER_DATA, or the platform's own place, unless it is given
  --http HOST:PORT  address to listen on, on this machine; 127.0.0.1:32000 unless it is configured; :0 picks a free port

Prints "listening http://…" when it is ready. SIGTERM and Ctrl+C stop it.`;

/** Returns the exit code: 0 stopped in order, 1 could not start, 2 misused. */
export const runService = (argv: readonly string[], io: ProgramIo): Promise<number> =>
  runProgram(argv, io, {
    usage: USAGE,
    options: { data: { type: 'string' }, http: { type: 'string' } },
    async run({ data, http }) {
      const service = await startService({
        dataFolder: dataFolderOf(data, io.env),
        host: 'daemon',
        env: io.env,
        log: io.err,
        ...(http === undefined ? {} : { http }),
      });
      io.out(`listening ${service.url}`);
      await io.ended;
      await service.close();
    },
  });
