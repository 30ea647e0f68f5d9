/** The Management page with a service of 2 domains and 1,200 accounts. */
import { createTheme, ThemeProvider } from '@mui/material/styles';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, vi } from 'vitest';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { AccountSet } from '../../../contract/schemas-sets.ts';
import { ALL_FLAGS, MODULES, SERVICE_FLAGS } from '../../../core/seats/modules.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith } from '../../renderer.testkit.tsx';
import { ManagementPage } from './management-page.tsx';
import { NOTHING } from './selection.ts';
import { ROOT, useManagement } from './state.ts';

const DOMAINS = [
  { name: 'a.example', flags: ALL_FLAGS, accounts: 1000 },
  { name: 'b.example', flags: ALL_FLAGS, accounts: 200 },
];
export const account = (domain: string, i: number) => ({
  address: `u${String(i).padStart(4, '0')}@${domain}`,
  name: '',
  type: 0,
  disabled: 0,
  flags: ALL_FLAGS,
  domainFlags: ALL_FLAGS,
  created: '2026-11-21T10:00:00Z',
  seen: false,
});

const explained = ({ id, name }: { id: string; name: string }) => ({
  id,
  name,
  counted: id !== 'sms',
  reason: id === 'sms' ? 'Not counted: SMS is off.' : `Counted: ${name} is on.`,
  seat: id === 'im' ? 'trial' : 'none',
  firstAccess: id === 'im' ? '2026-11-20T12:00:00Z' : null,
  lastAccess: id === 'im' ? '2026-11-20T12:00:00Z' : null,
  trialEnds: id === 'im' ? new Date(Date.now() + 3.5 * 86_400_000).toISOString() : null,
  conditions: [{ condition: `${name} of the account`, value: id === 'sms' ? '0' : '1', met: id !== 'sms' }],
});

export function service() {
  const list = vi.fn(async ({ mask, offset = 0, limit = 200 }: { mask: string; offset?: number; limit?: number }) => {
    const domain = DOMAINS.find((d) => mask === `*@${d.name}`);
    const total = domain?.accounts ?? 0;
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) =>
      account(domain?.name ?? '', offset + i),
    );
    return { rows, next: null, total };
  });
  const policies = vi.fn(async (_: { set: AccountSet }) => ({
    accounts: 1000,
    users: 1000,
    disabled: 0,
    services: SERVICE_FLAGS.map((f) => ({
      variable: f.accountVariable,
      on: 400,
      granted: f.module === 'sms' ? 0 : 1000,
    })),
  }));
  const previewModify = vi.fn(async () => ({
    matched: 1000,
    changes: 600,
    seats: [{ module: 'im' as const, name: 'Instant Messaging', by: 600 }],
  }));
  const startModify = vi.fn(async () => ({ jobId: 'j1', auditId: 7 }));
  const job = { id: 'j1', kind: 'modify-accounts', done: 600, total: 600, startedAt: '', finishedAt: '', error: null };
  /** A slow job has done a part and gets no further, until it is cancelled. */
  const pace = { slow: false, asked: 0 };
  const cancelled = Promise.withResolvers<void>();
  const get = async () => {
    if (!pace.slow) return { ...job, state: 'done', result: { changed: 600 } };
    pace.asked += 1;
    if (pace.asked === 1) return { ...job, state: 'running', done: 200 };
    await cancelled.promise;
    return { ...job, state: 'cancelled', done: 200 };
  };
  return {
    accounts: {
      list,
      policies,
      previewModify,
      startModify,
      startDelete: vi.fn(async () => ({ jobId: 'j1' })),
      explain: vi.fn(async ({ address }: { address: string }) => ({ address, modules: MODULES.map(explained) })),
      summary: async () => ({ accounts: 1200, users: 1200, domains: 2 }),
    },
    domains: {
      list: vi.fn(async ({ mask = '*', offset = 0, limit = 200 }) => {
        const rows = DOMAINS.filter((d) => mask === '*' || mask === d.name).slice(offset, offset + limit);
        return { rows, next: null, total: rows.length };
      }),
      policies: async () => ({ domains: 1, accounts: 1000, services: [] }),
    },
    pace,
    jobs: { get, cancel: vi.fn(async () => cancelled.resolve()) },
    audit: { startUndo: vi.fn(async () => ({ jobId: 'j1' })) },
  };
}

/** The page as it is at first. */
export function resetManagement(): void {
  useUi.setState({ dialogs: [], notice: null, accountsVersion: 0 });
  useManagement.setState({
    selection: NOTHING,
    active: ROOT,
    edits: {},
    scope: 'services',
    search: '',
    tab: null,
  });
  useManagement.setState({ outcome: null, discarded: null, wanted: null, saving: false });
}

const theme = createTheme({ cssVariables: true, palette: { bulk: { main: '#fff4c2', edge: '#a67c00' } } });
export async function show(phase: LicenseView['information']['phase'] = 'ok') {
  const view = licenseView();
  const frozen = { ...view, information: { ...view.information, phase } };
  const parts = { ...service(), license: { read: async () => frozen } };
  const page = (
    <ThemeProvider theme={theme}>
      <ManagementPage />
    </ThemeProvider>
  );
  renderWith(page, parts);
  const tree = await screen.findByRole('tree');
  await screen.findByRole('treeitem', { name: /a\.example/ });
  const key = (name: string, more: object = {}) => fireEvent.keyDown(tree, { key: name, ...more });
  return { ...parts, tree, key };
}
export const title = () => within(screen.getByRole('region', { name: 'Selected' })).getByRole('heading', { level: 2 });
export const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
export const reads = (service: { accounts: { list: { mock: { calls: [{ offset?: number }][] } } } }) =>
  service.accounts.list.mock.calls.map(([{ offset }]) => offset);

/** Opens the first domain and selects all of its accounts. */
export async function selectAll({ key }: { key: (name: string, more?: object) => void }) {
  key('Home');
  key('ArrowDown');
  key('ArrowRight');
  await screen.findByRole('treeitem', { name: 'u0000' });
  key('a', { ctrlKey: true });
  await waitFor(() => expect(title().textContent).toBe('Bulk modification: 1,000 accounts'));
}
