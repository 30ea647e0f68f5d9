/** DSSE's pre-authentication encoding: what is signed says what it is, so that no message passes for another (LICENSING 2). */
import { utf8Bytes } from './utf8.ts';

export const LICENSE_PAE_TYPE = 'seatkeeper-license-v1';

/** `DSSEv1 <length of type> <type> <length of body> <body>`; lengths in bytes. */
export function preAuthEncoding(type: string, body: Uint8Array): Uint8Array {
  const head = utf8Bytes(`DSSEv1 ${utf8Bytes(type).length} ${type} ${body.length} `);
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  return message;
}
