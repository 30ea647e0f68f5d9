/**
 * The frame of license.xml: fixed text with three holes, matched whole and from the start, by searches for fixed strings
 * only (LICENSING 2). Nothing in here depends on an XML parser, so nothing unsigned ever reaches one.
 */

/** Of the file, as it was received. */
export const MAX_LICENSE_BYTES = 65_536;

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<signed-license format="1">\n';
const LICENSE = '<license ';
const LICENSE_END = '</license>';
const BEFORE_KEY = '\n<signature algorithm="Ed25519" key="';
const BEFORE_SIGNATURE = '">';
const TAIL = '</signature>\n</signed-license>';

export interface Frame {
  /** From `<license ` to `</license>`: what is signed. */
  readonly license: string;
  readonly keyId: string;
  /** Base64. */
  readonly signature: string;
}

export const frameText = ({ license, keyId, signature }: Frame): string =>
  `${HEAD}${license}${BEFORE_KEY}${keyId}${BEFORE_SIGNATURE}${signature}${TAIL}\n`;

/** The three holes of a file without byte order mark and carriage returns; undefined: it is not framed so. */
export function matchFrame(text: string): Frame | undefined {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  if (!text.startsWith(HEAD + LICENSE) || !text.endsWith(TAIL, end)) return undefined;
  const keyMark = text.indexOf(LICENSE_END + BEFORE_KEY, HEAD.length);
  if (keyMark < 0) return undefined;
  const keyStart = keyMark + LICENSE_END.length + BEFORE_KEY.length;
  const keyEnd = text.indexOf('"', keyStart);
  if (keyEnd < 0 || !text.startsWith(BEFORE_SIGNATURE, keyEnd)) return undefined;
  const signatureStart = keyEnd + BEFORE_SIGNATURE.length;
  const signatureEnd = end - TAIL.length;
  if (signatureEnd < signatureStart) return undefined;
  return {
    license: text.slice(HEAD.length, keyMark + LICENSE_END.length),
    keyId: text.slice(keyStart, keyEnd),
    signature: text.slice(signatureStart, signatureEnd),
  };
}

/** Why a file has no frame, in words, as far as it can be told at its beginning. */
export function frameProblem(text: string): string {
  const start = text.slice(0, 512).trimStart();
  if (start === '') return 'it is empty';
  if (/^<(!doctype html|html)/i.test(start)) return 'it is a web page';
  if (/<signed-license format="(?!1")/.test(start)) return 'its format is not the one that this version reads';
  return 'its outer form is not that of a license file';
}
