import { describeError } from '../../../contract/errors.ts';
import { parseOrderId } from '../../../core/license/order-id.ts';

const COMPLETE = 12;

/**
 * What is wrong with an Order ID while it is typed; undefined: nothing so far. A misspelling is told as soon as all
 * characters are there, without the network; an unfinished one only when the person submits.
 */
export function orderProblem(typed: string, submitted: boolean): string | undefined {
  const orderId = typed.trim();
  const characters = orderId.replace(/[\s-]/g, '').length;
  if (characters === 0) return submitted ? 'Enter the Order ID from your confirmation mail.' : undefined;
  if (characters < COMPLETE && !submitted) return undefined;
  if (parseOrderId(orderId) !== undefined) return undefined;
  const { message, next } = describeError('ORDER_ID_MISSPELLED', { orderId });
  return `${message} ${next}`;
}
