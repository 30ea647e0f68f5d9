/** What core needs done outside of it. Implemented for Node in `src/platform`, so that core stays pure. */

export interface CryptoPort {
  sha256(bytes: Uint8Array): Uint8Array;
  hmacSha256(key: string, value: string): Uint8Array;
  /** False for a wrong signature, a wrong length, or a key that is no Ed25519 point. Never throws. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with a private key that never enters core. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** One element of parsed XML, without text: license documents keep everything in attributes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/**
 * The tree of one XML element, of five entities and without coercion; undefined for text that holds anything else. It may
 * pass over what is not well-formed: the caller makes the text again from the result and compares (LICENSING 2).
 */
export type ParseXml = (text: string) => XmlElement | undefined;
