/** The words of a refused HTTP answer outside of the procedures (uploads). */
import { z } from 'zod';
import { type ErrorCode, isErrorCode, SeatkeeperError } from '../../contract/errors.ts';

const params = z.record(z.string(), z.union([z.string(), z.number()]));
const body = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  data: z.object({ params: params.default({}) }).optional(),
});

/** SERVICE_UNREACHABLE when something else than a control service answered. */
export async function responseError(response: Response, url: string): Promise<SeatkeeperError> {
  const read = body.safeParse(await response.json().catch(() => undefined));
  if (read.success) return new SeatkeeperError(read.data.code, read.data.data?.params ?? {});
  return new SeatkeeperError('SERVICE_UNREACHABLE', { url, detail: `it answered HTTP ${response.status}` });
}
