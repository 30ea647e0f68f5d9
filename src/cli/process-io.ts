/** A program's ways out of its process. */
import type { ProgramIo } from './program.ts';

/** A second signal does not wait for the orderly end. `signals`: more that ask for it. */
export function processIo(signals: readonly NodeJS.Signals[] = []): ProgramIo {
  const ended = Promise.withResolvers<void>();
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT', ...signals] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      ended.resolve();
    });
  }
  const line = (stream: NodeJS.WriteStream) => (text: string) =>
    void stream.write(text.endsWith('\n') ? text : `${text}\n`);
  // Who reads our output may go; the service goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return { env: process.env, out: line(process.stdout), err: line(process.stderr), ended: ended.promise };
}
