/** Client state: what is open in this window. Everything that the service knows lives in the query cache instead. */
import { create } from 'zustand';
import type { AccountSet } from '../../contract/schemas-sets.ts';
import type { GroupId, ModuleId } from '../../core/seats/modules.ts';
import type { Shown } from './shown.ts';

export type Scope =
  | { readonly kind: 'module'; readonly id: ModuleId }
  | { readonly kind: 'group'; readonly id: GroupId };

export type LicenseTab = 'seats' | 'timeline';

export type OpenDialog =
  | { readonly kind: 'license'; readonly tab?: LicenseTab }
  | { readonly kind: 'confirm-clock' }
  | { readonly kind: 'service-status' }
  | { readonly kind: 'run-program'; readonly action: 'start' | 'stop'; readonly module: ModuleId }
  | { readonly kind: 'notices' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'usage'; readonly module?: ModuleId }
  | { readonly kind: 'licensing-server' }
  | { readonly kind: 'activate-online' }
  | { readonly kind: 'activate-file'; readonly retrieve: boolean }
  | { readonly kind: 'accounts'; readonly scope: Scope }
  | { readonly kind: 'free-seats'; readonly module: ModuleId }
  | { readonly kind: 'new-domain' }
  | { readonly kind: 'new-account'; readonly domain: string }
  | { readonly kind: 'rename-account'; readonly address: string }
  | { readonly kind: 'delete-accounts'; readonly set: AccountSet; readonly address?: string }
  | { readonly kind: 'delete-domain'; readonly name: string }
  | { readonly kind: 'import' }
  | { readonly kind: 'backup' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'support' }
  | { readonly kind: 'documentation' }
  | { readonly kind: 'about' }
  | { readonly kind: 'palette' };
export type DialogKind = OpenDialog['kind'];

/** Something to tell where no dialog can: it went well, or a menu command failed. */
export type Notice =
  | { readonly text: string; readonly action?: { readonly label: string; readonly run: () => void } }
  | { readonly error: Shown };

/** `signed-out`: the service answers, but no longer to this window (a browser’s session has ended). */
export type Connection = 'connecting' | 'connected' | 'lost' | 'signed-out';

/** The pages of the window. */
export type Page = 'overview' | 'management';

interface Ui {
  readonly page: Page;
  /** The last one is on top. A kind is open once at most. */
  readonly dialogs: readonly OpenDialog[];
  readonly notice: Notice | null;
  readonly connection: Connection;
  /** Grows when accounts have changed: a list that is open offers to be read again. */
  readonly accountsVersion: number;
  /** The License dialog, when it is open already, turns to the tab that is named. */
  open(dialog: OpenDialog): void;
  close(kind: DialogKind): void;
  /** Closes `kind` and opens the other in one step. */
  replace(kind: DialogKind, dialog: OpenDialog): void;
  tell(notice: Notice | null): void;
  show(page: Page): void;
  /** Closes every dialog and turns to the page. */
  goTo(page: Page): void;
  setConnection(connection: Connection): void;
  accountsChanged(): void;
}

const without = (dialogs: readonly OpenDialog[], kind: DialogKind): OpenDialog[] =>
  dialogs.filter((d) => d.kind !== kind);

const withOnce = (dialogs: readonly OpenDialog[], dialog: OpenDialog): readonly OpenDialog[] =>
  dialogs.some((d) => d.kind === dialog.kind)
    ? dialogs.map((d) => (d.kind === 'license' && dialog.kind === 'license' && dialog.tab ? dialog : d))
    : [...dialogs, dialog];

export const useUi = create<Ui>()((set) => ({
  page: 'overview',
  dialogs: [],
  notice: null,
  connection: 'connecting',
  accountsVersion: 0,
  open: (dialog) => set(({ dialogs }) => ({ dialogs: withOnce(dialogs, dialog) })),
  close: (kind) => set(({ dialogs }) => ({ dialogs: without(dialogs, kind) })),
  replace: (kind, dialog) => set(({ dialogs }) => ({ dialogs: withOnce(without(dialogs, kind), dialog) })),
  tell: (notice) => set({ notice }),
  show: (page) => set({ page }),
  goTo: (page) => set({ page, dialogs: [] }),
  setConnection: (connection) => set({ connection }),
  accountsChanged: () => set(({ accountsVersion }) => ({ accountsVersion: accountsVersion + 1 })),
}));
