/** Where the readers of the formats put what they found. */
export interface FoundFields {
  /** Undefined: the file does not say; an account keeps what it has. */
  readonly name?: string | undefined;
  readonly type?: number | undefined;
  readonly disabled?: number | undefined;
  /** Bits that the line names, and their values. */
  readonly named: number;
  readonly flags: number;
}

export const NO_FIELDS: FoundFields = { named: 0, flags: 0 };

export interface Sink {
  /** False: the address is none; the line was reported as skipped. `shown` stands for the line in the report. */
  account(line: number, address: string, fields: FoundFields, shown: string): boolean;
  /** Another address that leads to an account; whether it does is known at the end. */
  alias(line: number, address: string, target: string, shown: string): void;
  skip(line: number, reason: string, shown: string): void;
}

/** Reads a whole file into a sink. Throws IMPORT_UNREADABLE when the file as a whole is broken. */
export type Reader = (lines: Iterable<import('./lines.ts').Line>, sink: Sink) => void;
