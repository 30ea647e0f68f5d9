/** Server state: each thing that the service knows, read once and read again when the event stream says so. */
import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import type { Job, ServiceEvent } from '../../contract/schemas.ts';
import { useClient } from './context.tsx';

export const KEYS = {
  about: ['about'],
  license: ['license'],
  lifecycle: ['lifecycle'],
  serviceStatus: ['lifecycle', 'status'],
  forecast: (days: number) => ['lifecycle', 'forecast', days],
  notices: ['notices'],
  noticesStatus: ['notices', 'status'],
  connection: ['connection'],
  summary: ['accounts', 'summary'],
  accounts: ['accounts'],
  /** Read again with the accounts: the number of today is of this moment. */
  usage: ['accounts', 'usage'],
  audit: ['audit'],
  jobs: ['jobs'],
  job: (id: string) => ['job', id],
} as const;

export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // Loopback works without a network, and events tell when to read again: no retries, no staleness by time.
      queries: { networkMode: 'always', retry: false, staleTime: Number.POSITIVE_INFINITY },
      mutations: { networkMode: 'always', retry: false },
    },
  });

export function useLicense() {
  const client = useClient();
  return useQuery({ queryKey: KEYS.license, queryFn: ({ signal }) => client.license.read(undefined, { signal }) });
}

export function useSummary() {
  const client = useClient();
  return useQuery({ queryKey: KEYS.summary, queryFn: ({ signal }) => client.accounts.summary(undefined, { signal }) });
}

export function useAbout() {
  const client = useClient();
  return useQuery({ queryKey: KEYS.about, queryFn: ({ signal }) => client.system.about(undefined, { signal }) });
}

/** Phase, clock, service programs. Asks the programs, which may take seconds. */
export function useServiceStatus(refetchInterval: number | false = false) {
  const client = useClient();
  return useQuery({
    queryKey: KEYS.serviceStatus,
    queryFn: ({ signal }) => client.service.status(undefined, { signal }),
    refetchInterval,
  });
}

/** Used Seats of every module day by day. */
export function useUsage() {
  const client = useClient();
  return useQuery({ queryKey: KEYS.usage, queryFn: ({ signal }) => client.seats.history({}, { signal }) });
}

/** What will happen if nobody acts. */
export function useForecast(days: number) {
  const client = useClient();
  return useQuery({
    queryKey: KEYS.forecast(days),
    queryFn: ({ signal }) => client.license.forecast({ days }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Do notices arrive? */
export function useNoticesStatus() {
  const client = useClient();
  return useQuery({
    queryKey: KEYS.noticesStatus,
    queryFn: ({ signal }) => client.notices.status(undefined, { signal }),
  });
}

/** Jobs that run on the service, whoever started them. */
export function useJobs() {
  const client = useClient();
  return useQuery({ queryKey: KEYS.jobs, queryFn: ({ signal }) => client.jobs.list(undefined, { signal }) });
}

/** Follows a job by events; asks as well, should an event be missed. */
export function useJob(id: string | undefined) {
  const client = useClient();
  return useQuery({
    queryKey: KEYS.job(id ?? ''),
    queryFn: ({ signal }) => client.jobs.get({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : 1000),
  });
}

/** Puts an event of the service into the cache. */
export function applyEvent(queries: QueryClient, event: ServiceEvent): void {
  if (event.type === 'hello') void queries.invalidateQueries();
  if (event.type === 'license') {
    void queries.invalidateQueries({ queryKey: KEYS.license });
    void queries.invalidateQueries({ queryKey: KEYS.lifecycle });
  }
  if (event.type === 'notices') void queries.invalidateQueries({ queryKey: KEYS.notices });
  if (event.type === 'accounts') {
    void queries.invalidateQueries({ queryKey: KEYS.accounts });
    void queries.invalidateQueries({ queryKey: KEYS.license });
  }
  // Whatever is recorded changes one of these, or is a job.
  if (
    event.type === 'license' ||
    event.type === 'accounts' ||
    (event.type === 'job' && event.job.state !== 'running')
  ) {
    void queries.invalidateQueries({ queryKey: KEYS.audit });
  }
  if (event.type === 'job') {
    const { job } = event;
    queries.setQueryData(KEYS.job(job.id), job);
    queries.setQueryData<Job[]>(KEYS.jobs, (jobs) => [...(jobs ?? []).filter((j) => j.id !== job.id), job]);
  }
}
