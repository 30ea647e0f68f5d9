/** Order ID `XXXX-XXXX-XXXX`: Crockford base32, the last digit a Luhn check to the base 32 (LICENSING 2). */
import { BASE32, base32Value, bitsToBase32, readBase32 } from './base32.ts';

const PAYLOAD = 11;
const LENGTH = PAYLOAD + 1;
/** Random bytes that `makeOrderId` needs: 55 bits. */
export const ORDER_ID_RANDOM_BYTES = 7;

/** Doubling, then adding the two digits, is a permutation of 0..31: every single wrong digit is noticed. */
const doubled = (value: number): number => (value < 16 ? 2 * value : 2 * value - 31);

function checkDigit(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i++) {
    const value = base32Value(payload.charAt(payload.length - 1 - i));
    sum += i % 2 === 0 ? doubled(value) : value;
  }
  return BASE32.charAt((32 - (sum % 32)) % 32);
}

const grouped = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}`;

/** A new Order ID from at least 7 random bytes. */
export function makeOrderId(random: Uint8Array): string {
  const payload = bitsToBase32(random, 0, PAYLOAD);
  return grouped(payload + checkDigit(payload));
}

/** The Order ID as it is written (`XXXX-XXXX-XXXX`), however it was typed; undefined: misspelled. */
export function parseOrderId(text: string): string | undefined {
  const digits = readBase32(text);
  if (digits?.length !== LENGTH) return undefined;
  return checkDigit(digits.slice(0, PAYLOAD)) === digits.charAt(PAYLOAD) ? grouped(digits) : undefined;
}
