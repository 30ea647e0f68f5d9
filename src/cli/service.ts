/** `npm run service`: the control service in the foreground, until SIGTERM or SIGINT (INTERFACES 1). */
import { parseArgs } from 'node:util';
import { dataFolderOf } from '../service/folder.ts';
import { startService } from '../service/start.ts';
import { errorText } from './error-text.ts';

export interface ProgramIo {
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Resolves when the program shall end. */
  readonly ended: Promise<void>;
}

const USAGE = `usage: npm run service -- [--data DIR] [--http HOST:PORT]

  --data DIR        data folder; SEATKEEPER_DATA, or the platform's own place, unless it is given
  --http HOST:PORT  address to listen on, on this machine; 127.0.0.1:32000 unless it is configured; :0 picks a free port

Prints "listening http://…" when it is ready. SIGTERM and Ctrl+C stop it.`;

/** Returns the exit code: 0 stopped in order, 1 could not start, 2 misused. */
export async function runService(argv: readonly string[], io: ProgramIo): Promise<number> {
  const options = parse(argv);
  if (typeof options === 'string') {
    io.err(`${options}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    io.out(USAGE);
    return 0;
  }
  const { data, http } = options;
  try {
    const dataFolder = dataFolderOf(data, io.env);
    const service = await startService({
      dataFolder,
      host: 'daemon',
      env: io.env,
      log: io.err,
      ...(http === undefined ? {} : { http }),
    });
    io.out(`listening ${service.url}`);
    await io.ended;
    await service.close();
    return 0;
  } catch (error) {
    io.err(errorText(error));
    return 1;
  }
}

/** The options, or what is wrong with them. */
function parse(argv: readonly string[]): { data?: string; http?: string; help?: boolean } | string {
  try {
    return parseArgs({
      args: [...argv],
      options: { data: { type: 'string' }, http: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
