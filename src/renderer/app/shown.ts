import { shownError } from '../../contract/client.ts';
import { NativeError } from './native.ts';

/** What a person reads of an error: what happened, and what to do next. */
export interface Shown {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

export const shown = (error: unknown): Shown =>
  error instanceof NativeError
    ? { code: error.code, message: error.message, next: error.next }
    : shownError(error, location.origin);

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
