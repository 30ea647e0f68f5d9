// @vitest-environment jsdom
/** INTERFACES 4: Management. What it asks the service, and what it says, with a service of 2 domains and 1,200 accounts. */
import { createTheme, ThemeProvider } from '@mui/material/styles';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeError } from '../../../contract/errors.ts';
import type { LicenseView } from '../../../contract/schemas.ts';
import type { AccountSet } from '../../../contract/schemas-sets.ts';
import { ALL_FLAGS, SERVICE_FLAGS } from '../../../core/seats/modules.ts';
import { useUi } from '../../app/store.ts';
import { licenseView, renderWith } from '../../renderer.testkit.tsx';
import { ManagementPage } from './management-page.tsx';
import { NOTHING } from './selection.ts';
import { ROOT, useManagement } from './state.ts';

const DOMAINS = [
  { name: 'a.example', flags: ALL_FLAGS, accounts: 1000 },
  { name: 'b.example', flags: ALL_FLAGS, accounts: 200 },
];
const account = (domain: string, i: number) => ({
  address: `u${String(i).padStart(4, '0')}@${domain}`,
  name: '',
  type: 0,
  disabled: 0,
  flags: ALL_FLAGS,
  domainFlags: ALL_FLAGS,
  created: '2026-11-21T10:00:00Z',
  seen: false,
});

function service() {
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
  const job = {
    id: 'j1',
    kind: 'modify-accounts',
    state: 'done',
    done: 600,
    total: 600,
    startedAt: '',
    finishedAt: '',
  };
  return {
    accounts: {
      list,
      policies,
      previewModify,
      startModify,
      summary: async () => ({ accounts: 1200, users: 1200, domains: 2 }),
    },
    domains: {
      list: vi.fn(async ({ mask = '*', offset = 0, limit = 200 }) => {
        const rows = DOMAINS.filter((d) => mask === '*' || mask === d.name).slice(offset, offset + limit);
        return { rows, next: null, total: rows.length };
      }),
      policies: async () => ({ domains: 1, accounts: 1000, services: [] }),
    },
    jobs: { get: async () => ({ ...job, result: { changed: 600 }, error: null }) },
    audit: { startUndo: vi.fn(async () => ({ jobId: 'j1' })) },
  };
}

beforeEach(() => {
  useUi.setState({ dialogs: [], notice: null, accountsVersion: 0 });
  useManagement.setState({
    selection: NOTHING,
    active: ROOT,
    edits: {},
    scope: 'services',
    search: '',
    tab: 'policies',
  });
  useManagement.setState({ outcome: null, discarded: null, wanted: null, saving: false });
});
afterEach(cleanup);

const theme = createTheme({ cssVariables: true, palette: { bulk: { main: '#fff4c2', edge: '#a67c00' } } });
async function show(phase: LicenseView['information']['phase'] = 'ok') {
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
const title = () => within(screen.getByRole('region', { name: 'Selected' })).getByRole('heading', { level: 2 });
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const reads = (service: { accounts: { list: { mock: { calls: [{ offset?: number }][] } } } }) =>
  service.accounts.list.mock.calls.map(([{ offset }]) => offset);

/** Opens the first domain and selects all of its accounts. */
async function selectAll({ key }: { key: (name: string, more?: object) => void }) {
  key('ArrowDown');
  key('ArrowRight');
  await screen.findByRole('treeitem', { name: 'u0000' });
  key('a', { ctrlKey: true });
  await waitFor(() => expect(title().textContent).toBe('Bulk modification: 1,000 accounts'));
}

test('the tree says level, place and state of its rows; only pages in view are read', async () => {
  const shown = await show();
  shown.key('ArrowDown');
  shown.key('ArrowRight');
  const first = await screen.findByRole('treeitem', { name: 'u0000' });
  expect(first.getAttribute('aria-level')).toBe('3');
  expect(first.getAttribute('aria-posinset')).toBe('1');
  expect(first.getAttribute('aria-setsize')).toBe('1000');
  expect(screen.getByRole('treeitem', { name: /a\.example/ }).getAttribute('aria-expanded')).toBe('true');
  expect(reads(shown)).toEqual([0]);
  const active = () => document.getElementById(shown.tree.getAttribute('aria-activedescendant') ?? '');
  expect(active()?.textContent).toContain('a.example');
  shown.key('ArrowRight');
  await waitFor(() => expect(active()?.textContent).toContain('u0000'));
  shown.key('ArrowLeft');
  shown.key('ArrowLeft');
  await waitFor(() => expect(screen.queryByRole('treeitem', { name: 'u0000' })).toBeNull());
});

test('Ctrl+A asks for a domain by rule; preview, Save, and Undo by the change’s row in the trail', async () => {
  const shown = await show();
  await selectAll(shown);
  const set = { parts: [{ kind: 'mask', mask: '*@a.example', search: '' }], except: [] };
  expect(shown.accounts.policies.mock.lastCall?.[0]).toEqual({ set });
  await waitFor(() => expect(box('Instant Messaging').indeterminate).toBe(true));
  fireEvent.click(box('Instant Messaging'));
  await screen.findByText('600 of 1,000 accounts will change.');
  expect(screen.getByText(/Instant Messaging \+600 seats used\./)).toBeDefined();
  expect(shown.accounts.startModify).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('600 accounts changed.');
  expect(shown.accounts.startModify).toHaveBeenCalledWith({ set, variables: { U_IM: '1' } });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('Undone: 600 accounts changed.');
  expect(shown.audit.startUndo).toHaveBeenCalledWith({ id: 7 });
});

test('selecting elsewhere discards; what is taken back discards in its turn what was edited since', async () => {
  const shown = await show();
  await selectAll(shown);
  fireEvent.click(await screen.findByRole('checkbox', { name: 'VoIP' }));
  await screen.findByText('600 of 1,000 accounts will change.');
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0003' }));
  await screen.findByText(/selecting elsewhere has discarded it/);
  fireEvent.click(screen.getByRole('button', { name: 'Take It Back' }));
  await waitFor(() => expect(title().textContent).toBe('Bulk modification: 1,000 accounts'));
  expect(useManagement.getState().edits).toEqual({ U_SIP: '1' });
  expect(useManagement.getState().discarded).toBeNull();
});

test('a service that no domain grants says why and cannot be clicked', async () => {
  const shown = await show();
  await selectAll(shown);
  await waitFor(() => expect(box('SMS').getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(box('SMS'));
  expect(useManagement.getState().edits).toEqual({});
  const described = document.getElementById(box('SMS').getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('No domain of these accounts grants it.');
});

test('accounts that changed elsewhere: by rule it stays selected, a range that is not certain any more is dropped', async () => {
  const shown = await show();
  await selectAll(shown);
  useUi.getState().accountsChanged();
  await waitFor(() => expect(shown.domains.list.mock.calls.length).toBeGreaterThan(3));
  expect(title().textContent).toBe('Bulk modification: 1,000 accounts');
  fireEvent.click(screen.getByRole('treeitem', { name: 'u0003' }));
  await waitFor(() => expect(title().textContent).toBe('u0003@a.example'));
  shown.accounts.list.mockImplementation(async () => ({ rows: [account('a.example', 9)], next: null, total: 1 }));
  useUi.getState().accountsChanged();
  await waitFor(() => expect(useUi.getState().notice).toMatchObject({ text: expect.stringContaining('Select again') }));
  expect(title().textContent).toBe('Nothing is selected');
});

test('LICENSING 5: in Emergency Mode everything can be looked at, and what would change it says why not', async () => {
  const shown = await show('emergency');
  const { message } = describeError('EMERGENCY_MODE');
  await selectAll(shown);
  await waitFor(() => expect(box('VoIP').getAttribute('aria-disabled')).toBe('true'));
  const described = document.getElementById(box('VoIP').getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain(message);
  fireEvent.click(box('VoIP'));
  expect(useManagement.getState().edits).toEqual({});
  shown.key('Delete');
  expect(useUi.getState().dialogs).toEqual([]);
  expect(useUi.getState().notice).toEqual({ text: message });
  for (const name of ['New Domain…', 'Delete…', 'Save']) {
    expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
  }
});
