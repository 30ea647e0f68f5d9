/** `serve`: the licensing server in the foreground. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { pino } from 'pino';
import { SeatkeeperError } from '../../contract/errors.ts';
import { startVendor } from '../serve.ts';
import { line, type VendorIo } from './io.ts';
import { folderOf, type MailOptions, mailSettings, publicUrl, withData, withMail } from './options.ts';

interface ServeCommandOptions extends MailOptions {
  readonly host?: string;
  readonly port?: string;
  readonly trustProxy?: string;
}

/** `32080`, or `:0` as INTERFACES 1 writes a free one. */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const digits = /^:?(\d{1,5})$/.exec(text)?.[1];
  const port = Number(digits);
  if (digits !== undefined && port <= 65_535) return port;
  throw new SeatkeeperError('INPUT_INVALID', { detail: `port: “${text}” is not a number from 0 to 65535` });
}

async function serve(options: ServeCommandOptions, io: VendorIo): Promise<void> {
  const log = pino(
    { level: io.env.SEATKEEPER_LOG ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (text: string) => io.stderr(text) },
  );
  const running = await startVendor({
    dataFolder: folderOf(options, io),
    host: options.host,
    port: portOf(options.port),
    clock: io.clock,
    smtp: mailSettings(options, io),
    publicUrl: publicUrl(options, io),
    trustProxy: options.trustProxy?.split(',').map((a) => a.trim()),
    log,
  });
  line(io, `listening ${running.url}`);
  if (!io.stop.aborted) await once(io.stop, 'abort');
  await running.close();
}

export function addServeCommand(program: Command, io: VendorIo): void {
  withMail(withData(program.command('serve').description('serve control services and customers')))
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <port>', 'port to listen on (32080); 0 picks a free one')
    .option('--trust-proxy <addresses>', 'reverse proxies whose X-Forwarded-For is believed')
    .action((options: ServeCommandOptions) => serve(options, io));
}
