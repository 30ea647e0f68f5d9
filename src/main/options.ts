/** What the command line says. Electron's and Chromium's own switches pass by. */
export interface Options {
  readonly demo: boolean;
  /** `--data DIR`; undefined leaves it to SEATKEEPER_DATA and the platform. */
  readonly data: string | undefined;
}

export function parseOptions(argv: readonly string[]): Options {
  const inline = argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length);
  const flag = argv.indexOf('--data');
  const next = flag < 0 ? undefined : argv[flag + 1];
  return { demo: argv.includes('--demo'), data: inline || next || undefined };
}

/** The command line of a demonstration: ours without a data folder. */
export function demoArguments(argv: readonly string[]): string[] {
  const kept = argv.filter((argument, index) => !isData(argument) && argv[index - 1] !== '--data');
  return [...kept.filter((argument) => argument !== '--demo'), '--demo'];
}
const isData = (argument: string): boolean => argument === '--data' || argument.startsWith('--data=');
