import type { OpenedFile } from '../../contract/bridge.ts';
import { SeatkeeperError } from '../../contract/errors.ts';
import { MAX_LICENSE_BYTES } from '../../core/license/frame.ts';
import { refusal } from '../features/import/upload.ts';

/** The browser's own open dialog. Null: the person cancelled. */
export function chooseFile(accept: string): Promise<File | null> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept });
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** A file that the service has made. Throws the service's error. */
export async function fetchDownload(id: string): Promise<Blob> {
  const headers = { 'x-csrf-token': 'orpc' };
  const response = await fetch(`${location.origin}/downloads/${id}`, { headers, redirect: 'error' });
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => null));
  return response.blob();
}

/** The exact text of a license file; a larger one than LICENSING 2 allows is refused unread: a byte order mark is kept, because the service checks exact bytes. */
export async function readLicenseFile(file: File): Promise<OpenedFile> {
  if (file.size > MAX_LICENSE_BYTES) {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: `${file.name} is larger than 64 KiB` });
  }
  const bytes = await file.arrayBuffer();
  try {
    return { name: file.name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: `${file.name} is not UTF-8 text` });
  }
}
