/**
 * The file of Backup Settings (LICENSING 11). One header line of a fixed length, the same in every format to come:
 *
 *     seatkeeper-backup/0001 bytes=000000000012345 sha256=<64 hex digits>⏎
 *
 * `bytes` is the length of what follows, the hash is SHA-256 over what follows and then `seatkeeper-backup/0001
 * bytes=000000000012345`. What follows are blocks: four bytes with the length of the rest (big endian), then raw
 * deflate of whole lines of JSON. The first line is the manifest; then the rows of its sections, each an array.
 */
import { SeatkeeperError } from '../../contract/errors.ts';

export const BACKUP_FORMAT = 1;
export const BACKUP_SUFFIX = '.skb';

export const HEADER_BYTES = 117;
const HEADER = /^(seatkeeper-backup\/(\d{4}) bytes=(\d{15})) sha256=([0-9a-f]{64})\n$/;

/** A block is closed once it holds so much; with its last line it stays below BLOCK_MAX. */
export const BLOCK_BYTES = 1024 * 1024;
export const BLOCK_MAX = 2 * 1024 * 1024;
/** A license document of 64 KiB, escaped, is the longest there is. */
export const LINE_MAX = 512 * 1024;

export interface Header {
  readonly format: number;
  /** Behind the header. */
  readonly bytes: number;
  readonly sha256: string;
  /** What the hash covers of the header. */
  readonly signed: string;
}

export const headerFront = (bytes: number, format = BACKUP_FORMAT): string =>
  `seatkeeper-backup/${String(format).padStart(4, '0')} bytes=${String(bytes).padStart(15, '0')}`;

export const headerLine = (front: string, sha256: string): string => `${front} sha256=${sha256}\n`;

export function parseHeader(text: string): Header | undefined {
  const [, signed, format, bytes, sha256] = HEADER.exec(text) ?? [];
  if (signed === undefined || sha256 === undefined) return undefined;
  return { signed, format: Number(format), bytes: Number(bytes), sha256 };
}

/** Cut, changed, or no backup at all. `detail` ends a sentence. */
export const damaged = (detail: string): SeatkeeperError => new SeatkeeperError('BACKUP_UNREADABLE', { detail });
