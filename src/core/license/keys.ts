/** A vendor's public signing key as the build or the configuration trusts it (LICENSING 2). */
export interface TrustedKey {
  /** The `key` attribute of `<signature>`, e.g. `2026a`. */
  readonly id: string;
  /** Raw Ed25519 public key, 32 bytes, canonical base64. */
  readonly publicKey: string;
  readonly state: 'active' | 'retired' | 'compromised';
  /** ISO instant; with `retired`: documents issued later are refused. */
  readonly retiredAt?: string;
}
