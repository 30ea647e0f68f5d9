import type { OpenedFile } from '../../contract/bridge.ts';
import { SeatkeeperError } from '../../contract/errors.ts';

/** LICENSING 2: a license.xml has at most 64 KiB; a larger file is refused unread. */
const LICENSE_LIMIT = 64 * 1024;

/** The browser's own open dialog. Null: the person cancelled. */
export function chooseFile(accept: string): Promise<File | null> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept });
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** The exact text of a license file: a byte order mark is kept, because the service checks exact bytes. */
export async function readLicenseFile(file: File): Promise<OpenedFile> {
  if (file.size > LICENSE_LIMIT) {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: `${file.name} is larger than 64 KiB` });
  }
  const bytes = await file.arrayBuffer();
  try {
    return { name: file.name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: `${file.name} is not UTF-8 text` });
  }
}
