import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { Client } from '../contract/client.ts';
import { sampleLicense } from '../contract/samples.testkit.ts';
import type { LicenseModuleRow, LicenseView } from '../contract/schemas.ts';
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

const calm = { seats: 100, used: 10, renewalDays: 365, exceeded: false, recommended: [], moreSeats: 0 };

/** A full license by category; `change` says what is different for a module. */
export function licenseView(change: (id: string) => Partial<LicenseModuleRow> = () => ({})): LicenseView {
  return sampleLicense({
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
  });
}
