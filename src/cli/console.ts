/** The console in a browser, for machines without Electron or a display: `npm start` runs it there (INTERFACES 1). */
import { SeatkeeperError } from '../contract/errors.ts';
import type { DemoThread } from '../service/demo-thread.ts';
import { dataFolderOf } from '../service/folder.ts';
import { findRunningService, localClient, type RunningElsewhere } from '../service/running.ts';
import { sleep } from '../service/schedule/timers.ts';
import { type RunningService, startService } from '../service/start.ts';
import { type ProgramIo, runProgram } from './program.ts';

const USAGE = `usage: npm start -- [--demo] [--data DIR] [--http HOST:PORT]

Serves the Administration Console to a browser on this machine and prints the address, which signs in once.`;

/** Returns the exit code: 0 stopped or attached, 1 could not start, 2 misused. */
export const runConsole = (
  argv: readonly string[],
  io: ProgramIo,
  startDemo: () => Promise<DemoThread>,
): Promise<number> =>
  runProgram(argv, io, {
    usage: USAGE,
    options: { data: { type: 'string' }, http: { type: 'string' }, demo: { type: 'boolean' } },
    async run(options) {
      const demo = options.demo ? await startDemo() : undefined;
      try {
        await serve(options, io, demo);
      } finally {
        await demo?.close();
      }
    },
  });

interface Options {
  readonly data?: string;
  readonly http?: string;
}

type Session =
  | { readonly hosting: RunningService; readonly yielded: Promise<'yielded'> }
  | { readonly attached: RunningElsewhere };

/** Hosts the service until the program ends; or shows the way to the one that runs already, and leaves. */
async function serve(options: Options, io: ProgramIo, demo: DemoThread | undefined): Promise<void> {
  const dataFolder = demo?.dataFolder ?? dataFolderOf(options.data, io.env);
  for (;;) {
    const session = await open(dataFolder, options, io, demo);
    if ('attached' in session) {
      const { url, token } = session.attached;
      io.out(invitation((await localClient(url, token).system.consoleLink()).url));
      return;
    }
    const { hosting, yielded } = session;
    io.out(invitation(hosting.mintConsoleLink()));
    const why = await Promise.race([io.ended, yielded]);
    await hosting.close();
    if (why !== 'yielded') return;
    io.err('A daemon takes over the control service. Its address for this browser follows.');
    await daemonOn(dataFolder);
  }
}

const invitation = (url: string): string => `Open in a browser on this machine: ${url}`;

/** A service that has just come or gone may be neither startable nor findable for a moment. */
const ATTEMPTS = 3;

async function open(
  dataFolder: string,
  options: Options,
  io: ProgramIo,
  demo: DemoThread | undefined,
): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunningService(dataFolder);
    if (running) return { attached: running };
    const yielded = Promise.withResolvers<'yielded'>();
    try {
      const hosting = await startService({
        dataFolder,
        host: 'console',
        env: { ...io.env, ...demo?.env },
        demo: demo !== undefined,
        log: io.err,
        onYield: () => yielded.resolve('yielded'),
        ...(options.http === undefined ? {} : { http: options.http }),
      });
      return { hosting, yielded: yielded.promise };
    } catch (error) {
      const taken = error instanceof SeatkeeperError && error.code === 'SERVICE_ALREADY_RUNNING';
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

const HAND_OVER_MS = 15_000;
const STEP_MS = 50;

/** Waits for the daemon that asked. Should it fail, the console hosts again. */
async function daemonOn(dataFolder: string): Promise<void> {
  for (let waited = 0; waited < HAND_OVER_MS; waited += STEP_MS) {
    if (await findRunningService(dataFolder)) return;
    await sleep(STEP_MS);
  }
}
