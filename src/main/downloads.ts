/** Files that the service has made, fetched by the shell for the page. */
import { isErrorCode, SeatkeeperError } from '../contract/errors.ts';

/** Asks the service, wherever it runs. */
export type Ask = (request: Request) => Promise<Response>;

/** Throws the service's refusal: DOWNLOAD_NOT_FOUND, say. */
export async function fetchDownload(ask: Ask, id: string): Promise<ReadableStream<Uint8Array>> {
  const headers = { 'x-csrf-token': 'orpc' };
  const response = await ask(new Request(`http://console.invalid/downloads/${id}`, { headers }));
  if (response.ok && response.body) return response.body;
  const answer = (await response.json().catch(() => null)) as { code?: unknown; json?: { code?: unknown } } | null;
  const code = answer?.code ?? answer?.json?.code;
  throw new SeatkeeperError(isErrorCode(code) ? code : 'DOWNLOAD_NOT_FOUND');
}
