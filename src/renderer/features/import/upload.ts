import { ORPCError } from '@orpc/client';

/**
 * Streams a file of any size to the service. The answer's id names it in `accounts.startImport`. Throws the service's
 * error, or an AbortError when `signal` ends it.
 */
export async function uploadFile(file: File, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${location.origin}/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': 'orpc' },
    body: file,
    redirect: 'error',
    signal,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response.status, answer);
  const uploadId = (answer as { uploadId?: unknown } | null)?.uploadId;
  if (typeof uploadId !== 'string') throw new TypeError('the service did not answer an upload');
  return uploadId;
}

/** The service’s words of a request that is no procedure. */
export function refusal(status: number, answer: unknown): Error {
  const { code, message, data } = (answer ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
  if (typeof code !== 'string') return new TypeError(`the service answered ${status}`);
  return new ORPCError(code, { status, data, ...(typeof message === 'string' ? { message } : {}) });
}
