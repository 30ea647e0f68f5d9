/** `[services.MODULE]` of seatkeeper.toml: how a module's service is stopped, started and asked (INTERFACES 1). */
import { z } from 'zod';

export interface ServiceCommands {
  /** Absolute path of a program, then its arguments: never a shell line. */
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** Exit code 0: it runs. */
  readonly status: readonly string[];
  /** A program that takes longer is killed, with all that it started. */
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_SECONDS = 60;
const LONGEST_TIMEOUT_SECONDS = 600;

const command = z
  .array(z.string(), 'must be a list: the program, then its arguments')
  .min(1, 'must name a program')
  .refine((parts) => /^(?:\/|[A-Za-z]:[\\/])/.test(parts[0] ?? ''), 'must begin with the absolute path of a program')
  .refine((parts) => parts.every((part) => !part.includes('\0')), 'must not hold NUL characters');

const SYSTEMD_PRESET = /^systemd:([A-Za-z0-9_][A-Za-z0-9:_.@\\-]*)$/;
const preset = z.string().regex(SYSTEMD_PRESET, 'must be like systemd:postfix.service').optional();

const seconds = z.number().int().min(1).max(LONGEST_TIMEOUT_SECONDS).default(DEFAULT_TIMEOUT_SECONDS);

const VERBS = { stop: 'stop', start: 'start', status: 'is-active' } as const;
type What = keyof typeof VERBS;

function systemctl(text: string | undefined, what: What): readonly string[] | undefined {
  const unit = SYSTEMD_PRESET.exec(text ?? '')?.[1];
  return unit === undefined ? undefined : ['/usr/bin/systemctl', VERBS[what], '--', unit];
}

/** The three commands; a preset stands for those that are not given. */
export const serviceCommands = z
  .strictObject({
    preset,
    stop: command.optional(),
    start: command.optional(),
    status: command.optional(),
    timeout_seconds: seconds,
  })
  .transform((given, ctx): ServiceCommands => {
    const of = (what: What): readonly string[] => {
      const found = given[what] ?? systemctl(given.preset, what);
      if (found) return found;
      ctx.addIssue({ code: 'custom', path: [what], message: 'must be given, or a preset' });
      return z.NEVER;
    };
    const [stop, start, status] = [of('stop'), of('start'), of('status')];
    return { stop, start, status, timeoutMs: given.timeout_seconds * 1000 };
  });
