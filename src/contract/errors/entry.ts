/** The shape of an entry of the error catalogue, and the usual kinds. */

export interface ErrorEntry {
  /** HTTP status on the wire. */
  readonly status: number;
  /** Exit code of `tool` (INTERFACES 2). */
  readonly exit: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** Trying the same again may work without anything being changed. */
  readonly retryable: boolean;
  /** What happened and what it means; `{name}` is filled in. */
  readonly message: string;
  /** What the person can do next. */
  readonly next: string;
}

export const input = (message: string, next: string): ErrorEntry => ({
  status: 400,
  exit: 2,
  retryable: false,
  message,
  next,
});
export const missing = (message: string, next: string): ErrorEntry => ({
  status: 404,
  exit: 3,
  retryable: false,
  message,
  next,
});
export const exists = (message: string, next: string): ErrorEntry => ({
  status: 409,
  exit: 4,
  retryable: false,
  message,
  next,
});
export const refused = (message: string, next: string): ErrorEntry => ({
  status: 422,
  exit: 5,
  retryable: false,
  message,
  next,
});
export const failed = (status: number, message: string, next: string, retryable = true): ErrorEntry => ({
  status,
  exit: 1,
  retryable,
  message,
  next,
});
