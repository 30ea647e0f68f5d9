/** The service's log: JSON lines on stderr, the last of them kept for the support bundle. Secrets never enter it. */
import { type Logger, pino } from 'pino';

export interface ServiceLog {
  readonly log: Logger;
  /** Oldest first. */
  lastLines(): readonly string[];
}

const KEPT = 500;

/** SEATKEEPER_LOG: trace, debug, info, warn, error, fatal or silent; info unless it says so. */
export function openLog(env: NodeJS.ProcessEnv, write: (line: string) => void): ServiceLog {
  const kept: string[] = [];
  const destination = {
    write(line: string) {
      kept.push(line.trimEnd());
      if (kept.length > KEPT) kept.shift();
      write(line);
    },
  };
  const level = LEVELS.find((known) => known === env.SEATKEEPER_LOG?.toLowerCase()) ?? 'info';
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: SECRETS } };
  return { log: pino(options, destination), lastLines: () => kept };
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** A second fence: nothing logs these on purpose. */
const SECRETS = [
  'token',
  '*.token',
  'authorization',
  '*.authorization',
  'cookie',
  '*.cookie',
  'password',
  '*.password',
];
