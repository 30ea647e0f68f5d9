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

/** Parses a well-formed XML element; undefined if it is anything else. Five entities, no coercion. */
export type ParseXml = (text: string) => XmlElement | undefined;
