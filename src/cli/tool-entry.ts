/** Starts `tool` as a program. */
import { runTool } from './tool.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second one does not wait for the server's answer.
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}

const code = await runTool(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  isTty: { stdin: process.stdin.isTTY === true, stderr: process.stderr.isTTY === true },
  signal: interrupted.signal,
});
// All output was taken; an open standard input must not keep the process.
process.exit(code);
