import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { Client } from '../contract/client.ts';
import type { LicenseModuleRow, LicenseView } from '../contract/schemas.ts';
import type { ServiceStatus } from '../contract/schemas-lifecycle.ts';
import { GROUPS, MODULES } from '../core/seats/modules.ts';
import { MeansProvider } from './app/context.tsx';
import type { Native } from './app/native.ts';
import { createQueries } from './app/queries.ts';

/** A part of a client, for what a test really calls; anything else fails as a missing function. */
export type ClientParts = { readonly [K in keyof Client]?: Partial<Record<keyof Client[K], unknown>> };

export const TEST_NATIVE: Native = {
  desktop: false,
  mac: false,
  openLicense: async () => null,
  saveText: async () => true,
  saveDownload: async () => true,
  openLink: async () => {},
  copy: async () => {},
  setTheme: async () => {},
  onAction: () => () => {},
};

export function renderWith(element: ReactElement, client: ClientParts = {}, native: Native = TEST_NATIVE) {
  const queries = createQueries();
  const view = render(
    <QueryClientProvider client={queries}>
      <MeansProvider client={client as unknown as Client} native={native}>
        {element}
      </MeansProvider>
    </QueryClientProvider>,
  );
  return { ...view, queries };
}

export const NOW = '2026-11-21T10:00:00.000Z';

/** All is well, and no programs are declared; `change` says what is different. */
export const serviceStatus = (change: Partial<ServiceStatus> = {}): ServiceStatus => ({
  phase: 'ok',
  status: 'OK',
  sentence: 'All is well.',
  frozen: false,
  timeZone: 'UTC',
  clock: { trusted: NOW, system: NOW, suspect: null },
  revalidation: { due: null, nextAttempt: null, failingSince: null, failure: null },
  stoppedSince: null,
  modulesStopped: [],
  pending: [],
  programs: [],
  next: [],
  ...change,
});

const calm = { seats: 100, used: 10, renewalDays: 365, exceeded: false, recommended: [], moreSeats: 0 };

/** A full license by category; `change` says what is different for a module. */
export function licenseView(change: (id: string) => Partial<LicenseModuleRow> = () => ({})): LicenseView {
  return {
    information: {
      name: 'Ada',
      company: '',
      email: '',
      address: '',
      referenceId: 'SK1-8QZK-0000-N4TR-11VX-PM0E-7G',
      orderId: '7K3Q-9XWD-4MHT',
      previousOrderId: '',
      status: 'OK',
      phase: 'ok',
      type: 'full',
      structure: 'category',
    },
    sentence: 'All is well.',
    drift: [],
    development: false,
    licenseId: 'l1',
    serial: 1,
    issued: '2026-11-21T10:00:00Z',
    expires: null,
    modules: MODULES.map((m) => ({
      id: m.id,
      name: m.name,
      category: m.category,
      group: m.group,
      assigned: 0,
      trial: 0,
      licensed: true,
      ownPool: false,
      ...calm,
      recommended: [],
      ...change(m.id),
    })),
    groups: GROUPS.map((g) => ({
      id: g.id,
      category: g.category,
      group: g.name,
      licensed: true,
      ...calm,
      recommended: [],
    })),
  };
}
