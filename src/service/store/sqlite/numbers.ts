/** Many numbers as one parameter: the statement stays the same, and its text short, however many there are. */
import { type RawBuilder, sql } from 'kysely';

/** For the right side of `in`. Rows are found in the order of the numbers, which reads each page of a table once. */
export const numbersIn = (numbers: readonly number[]): RawBuilder<number> =>
  sql<number>`(select value from json_each(${JSON.stringify(numbers)}))`;
