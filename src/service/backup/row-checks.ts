/** What every reader of a backup's rows asks of a value. */

/** What is wrong with a row; ends a sentence. */
export class BadRow extends Error {
  override readonly name = 'BadRow';
}

/** The last instant there is, in epoch ms. */
export const LATEST = 8_640_000_000_000_000;
export const LONGEST_ADDRESS = 400;

export function need(holds: boolean, what: string): asserts holds {
  if (!holds) throw new BadRow(what);
}

export const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

export const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest && value.isWellFormed();

const PLAIN = /^[\0-\x7f]*$/;

/** As the database orders text: by its UTF-8. */
export const isBehind = (text: string, before: string): boolean =>
  PLAIN.test(text) && PLAIN.test(before) ? text > before : Buffer.compare(Buffer.from(text), Buffer.from(before)) > 0;
