/** `vendor`: the licensing server and its operator commands (INTERFACES 3). */
import { Command, CommanderError } from 'commander';
import { EXIT_DONE, EXIT_USAGE, reportError, type VendorIo } from './commands/io.ts';
import { addKeyCommands } from './commands/key.ts';
import { addOrderCommands } from './commands/order.ts';
import { addServeCommand } from './commands/serve.ts';

export type { VendorIo } from './commands/io.ts';

function settle(command: Command, io: VendorIo): void {
  command.exitOverride().configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  for (const sub of command.commands) settle(sub, io);
}

function buildProgram(io: VendorIo): Command {
  const program = new Command('vendor').description('Seatkeeper licensing server');
  addKeyCommands(program, io);
  addOrderCommands(program, io);
  addServeCommand(program, io);
  settle(program, io);
  return program;
}

/** Runs one command. `argv`: what stands after the program's name. Returns the exit code of INTERFACES 2; never throws. */
export async function runVendor(argv: readonly string[], io: VendorIo): Promise<number> {
  try {
    await buildProgram(io).parseAsync([...argv], { from: 'user' });
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_USAGE;
    return reportError(io, error, argv.includes('--json'));
  }
}
