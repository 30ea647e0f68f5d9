import { useEffect } from 'react';
import { useClient } from './context.tsx';
import { useSummary } from './queries.ts';

/** The first page is drawn by then. */
const AFTER_MS = 200;

/** Lets the service count the accounts of each domain while the first page is looked at: Management then opens at once. */
export function useWarmUp(): void {
  const client = useClient();
  const ready = useSummary().isSuccess;
  useEffect(() => {
    if (!ready) return;
    // Whatever keeps it from being done, Management asks for itself.
    const warmUp = () => void client.domains.list({ limit: 1 }).catch(() => {});
    const timer = setTimeout(warmUp, AFTER_MS);
    return () => clearTimeout(timer);
  }, [client, ready]);
}
