import { expect, test } from 'vitest';
import { makeOrderId } from '../../../core/license/order-id.ts';
import { orderProblem } from './order-problem.ts';

const RIGHT = makeOrderId(new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
const wrongCheck = RIGHT.slice(0, -1) + (RIGHT.endsWith('A') ? 'B' : 'A');

test.each([
  ['nothing yet', '', false, undefined],
  ['nothing, submitted', '  ', true, /^Enter the Order ID/],
  ['half typed', RIGHT.slice(0, 7), false, undefined],
  ['half typed, submitted', RIGHT.slice(0, 7), true, /misspelled/],
  ['a wrong check character, while typing', wrongCheck, false, /misspelled.*confirmation mail/],
  ['right', RIGHT, true, undefined],
  ['right, as somebody types it', ` ${RIGHT.toLowerCase().replaceAll('-', ' ')} `, true, undefined],
  ['too long, while typing', `${RIGHT}Z`, false, /misspelled/],
])('LICENSING 4: a misspelled Order ID is told without the network: %s', (_name, typed, submitted, problem) => {
  const found = orderProblem(typed, submitted);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});
