/** Everything a person can do here, each enabled or with the reason why not: menu, shortcuts and palette use this. */
import { useColorScheme } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { ACTIONS, type Action, type ActionId } from '../../contract/actions.ts';
import { CLOCK_BELIEVED_REASON, NO_LICENSE_REASON } from '../features/license/reasons.ts';
import { MANAGE_PAGES, useExportLicense, useManagePage } from '../features/license/use-license-actions.ts';
import { useValidate, validatedWords } from '../features/license/use-validate.ts';
import { useNative } from './context.tsx';
import { frozenReason, useFrozenReason } from './frozen.ts';
import { useLicense, useServiceStatus } from './queries.ts';
import { shown } from './shown.ts';
import { type OpenDialog, useUi } from './store.ts';
import type { ThemeChoice } from './theme.ts';

/** Actions of the window itself (zoom, quit) are done by the desktop shell and never reach the renderer. */
export type WindowActionId = 'quit' | 'zoom-in' | 'zoom-out' | 'zoom-reset';
export type CommandId = Exclude<ActionId, WindowActionId>;

export interface Command {
  readonly run: () => void;
  /** Why it cannot be done now. */
  readonly reason?: string | undefined;
  /** Of several that exclude each other, the one in force. */
  readonly checked?: boolean;
}

/** The menu's actions that the renderer does, in the menu's order. */
export const COMMAND_ACTIONS = ACTIONS.filter((a): a is Action & { readonly id: CommandId } => !a.nativeOnly);

export function useCommands(): Record<CommandId, Command> {
  const { open, tell, page, show: showPage } = useUi();
  const native = useNative();
  const queries = useQueryClient();
  const { mode = 'system', setMode } = useColorScheme();
  const license = useLicense().data;
  const saving = useExportLicense();
  const validation = useValidate();

  const show = (dialog: OpenDialog): Command => ({ run: () => open(dialog) });
  const themeCommand = (choice: ThemeChoice): Command => ({
    checked: mode === choice,
    run: () => {
      setMode(choice);
      native.setTheme(choice).catch((error: unknown) => tell({ error: shown(error) }));
    },
  });
  const noLicense = license?.licenseId === '' ? NO_LICENSE_REASON : undefined;

  return {
    'import-accounts': { ...show({ kind: 'import' }), reason: frozenReason(license) },
    'backup-settings': show({ kind: 'backup' }),
    // Opens in Emergency Mode too: the license of a backup can always be entered.
    'restore-settings': show({ kind: 'restore' }),
    'theme-system': themeCommand('system'),
    'theme-light': themeCommand('light'),
    'theme-dark': themeCommand('dark'),
    overview: { checked: page === 'overview', run: () => showPage('overview') },
    management: { checked: page === 'management', run: () => showPage('management') },
    refresh: { run: () => void queries.invalidateQueries() },
    'command-palette': show({ kind: 'palette' }),
    'service-status': show({ kind: 'service-status' }),
    notices: show({ kind: 'notices' }),
    'audit-trail': show({ kind: 'audit' }),
    'usage-history': show({ kind: 'usage' }),
    'licensing-server': show({ kind: 'licensing-server' }),
    license: show({ kind: 'license' }),
    'validate-license': {
      reason: noLicense,
      run: () => {
        if (validation.underWay) return;
        tell({ text: 'Asking the licensing server to validate the license…' });
        validation.mutate(undefined, {
          onSuccess: (view) => tell({ text: validatedWords(view) }),
          onError: (error) => tell({ error: shown(error) }),
        });
      },
    },
    'export-license': {
      reason: noLicense,
      run: () => {
        if (saving.isPending) return;
        saving.mutate(undefined, {
          onSuccess: (saved) => saved && tell({ text: 'The license was saved.' }),
          onError: (error) => tell({ error: shown(error) }),
        });
      },
    },
    'support-bundle': show({ kind: 'support' }),
    documentation: show({ kind: 'documentation' }),
    about: show({ kind: 'about' }),
  };
}

export interface PaletteEntry extends Command {
  readonly id: string;
  readonly label: string;
  /** Where it is otherwise found: “Help”, “License > Activate License”. */
  readonly place: string;
  readonly accelerator?: string;
}

/** What the palette offers: the menu's actions and the License dialog's. */
export function usePaletteEntries(commands: Record<CommandId, Command>): PaletteEntry[] {
  const { open, tell } = useUi();
  const manage = useManagePage();
  const clock = useServiceStatus().data?.clock;
  const activate = (id: string, label: string, dialog: OpenDialog): PaletteEntry => ({
    id,
    label,
    place: 'License > Activate License',
    run: () => open(dialog),
  });
  const frozen = useFrozenReason();
  const manageEntry = (id: string, label: string, dialog: OpenDialog): PaletteEntry => ({
    id,
    label,
    place: 'Management',
    run: () => open(dialog),
    reason: frozen,
  });
  return [
    ...COMMAND_ACTIONS.filter((a) => a.id !== 'command-palette').map(({ id, label, menu, accelerator }) => ({
      id,
      label: label.replace('&', ''),
      place: menu,
      ...(accelerator === undefined ? {} : { accelerator }),
      ...commands[id],
    })),
    activate('online', 'Online Activation…', { kind: 'activate-online' }),
    activate('file', 'Enter License Offline…', { kind: 'activate-file', retrieve: false }),
    activate('retrieve', 'Retrieve License…', { kind: 'activate-file', retrieve: true }),
    manageEntry('new-domain', 'New Domain…', { kind: 'new-domain' }),
    manageEntry('new-account', 'New Account…', { kind: 'new-account', domain: '' }),
    {
      id: 'timeline',
      label: 'Timeline',
      place: 'License',
      run: () => open({ kind: 'license', tab: 'timeline' }),
    },
    {
      id: 'confirm-clock',
      label: 'Confirm Clock',
      place: 'License',
      run: () => open({ kind: 'confirm-clock' }),
      reason: clock?.suspect ? undefined : CLOCK_BELIEVED_REASON,
    },
    ...MANAGE_PAGES.map(({ page, label }) => ({
      id: page,
      label,
      place: 'License > Manage License',
      run: () => manage.mutate(page, { onError: (error) => tell({ error: shown(error) }) }),
    })),
  ];
}
