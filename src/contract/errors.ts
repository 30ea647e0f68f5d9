/**
 * The catalogue of every error a person or a program can meet: what happened, what it means, what to do (DESIGN 5).
 * Plain data without zod, so that the renderer can show it. docs/errors.md is generated from it.
 */
import { ACCESS_ERRORS } from './errors/access.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { CALLER_ERRORS } from './errors/input.ts';
import { LICENSING_SERVER_ERRORS } from './errors/licensing-server.ts';
import { MACHINE_ERRORS } from './errors/machine.ts';
import { PRESENCE_ERRORS } from './errors/presence.ts';
import { RULE_ERRORS } from './errors/rules.ts';

export type { ErrorEntry };

export const ERRORS = {
  ...CALLER_ERRORS,
  ...PRESENCE_ERRORS,
  ...ACCESS_ERRORS,
  ...RULE_ERRORS,
  ...LICENSING_SERVER_ERRORS,
  ...MACHINE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorParams = Readonly<Record<string, string | number>>;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

const fill = (template: string, params: ErrorParams): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));

/** The words of an error for a person. */
export function describeError(code: ErrorCode, params: ErrorParams = {}): { message: string; next: string } {
  const entry = ERRORS[code];
  return { message: fill(entry.message, params), next: fill(entry.next, params) };
}

/** An expected outcome that ends an operation. Thrown inside a program; on the wire it is a typed oRPC error. */
export class SeatkeeperError extends Error {
  override readonly name = 'SeatkeeperError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(describeError(code, params).message, options);
    this.code = code;
    this.params = params;
  }
  get next(): string {
    return describeError(this.code, this.params).next;
  }
}
