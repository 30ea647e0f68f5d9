import { shown } from '../../app/shown.ts';

/** What a person cancelled is no error to show. */
export const withoutCancelled = (error: unknown): unknown => {
  if (error === null || error === undefined) return null;
  return shown(error).code === 'CANCELLED' ? null : error;
};
