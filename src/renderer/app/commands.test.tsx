// @vitest-environment jsdom
import { createTheme, ThemeProvider } from '@mui/material/styles';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ACTIONS } from '../../contract/actions.ts';
import { sampleStatus } from '../../contract/samples.testkit.ts';
import { licenseView, renderWith, TEST_NATIVE } from '../renderer.testkit.tsx';
import { mnemonicOf } from '../ui/mnemonic.ts';
import { matches } from './accelerators.ts';
import { COMMAND_ACTIONS, type CommandId, useCommands } from './commands.ts';
import { MenuBar } from './menu-bar.tsx';
import type { Native } from './native.ts';
import { found } from './palette.tsx';
import { useUi } from './store.ts';
import { useTriggers } from './use-triggers.ts';

beforeEach(() => useUi.setState({ dialogs: [], notice: null }));
afterEach(cleanup);

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('INTERFACES 4: every action has an accelerator or a mnemonic, and none has another’s', () => {
  const accelerators = ACTIONS.flatMap((a) => a.accelerator ?? []);
  expect(new Set(accelerators).size).toBe(accelerators.length);
  const mnemonics = ACTIONS.map((a) => `${a.menu} ${mnemonicOf(a.label).letter}`);
  expect(new Set(mnemonics).size).toBe(mnemonics.length);
  expect(mnemonics.filter((m) => m.endsWith(' '))).toEqual([]);
});

test.each([
  ['CmdOrCtrl+L', press('l', { ctrlKey: true }), false, true],
  ['CmdOrCtrl+L', press('l', { metaKey: true }), true, true],
  ['CmdOrCtrl+L', press('l', { ctrlKey: true }), true, false],
  ['CmdOrCtrl+L', press('l', { ctrlKey: true, shiftKey: true }), false, false],
  ['CmdOrCtrl+Shift+S', press('S', { ctrlKey: true, shiftKey: true }), false, true],
  ['CmdOrCtrl+Alt+1', press('¹', { code: 'Digit1', ctrlKey: true, altKey: true }), false, true],
  ['F5', press('F5'), false, true],
  ['F5', press('F5', { ctrlKey: true }), false, false],
])('%s and a key press', (accelerator, event, mac, fits) => {
  expect(matches(accelerator, event, mac)).toBe(fits);
});

function Bar() {
  const commands = useCommands();
  useTriggers(commands);
  return <MenuBar commands={commands} />;
}
const colors = createTheme({ colorSchemes: { light: true, dark: true }, cssVariables: true });
function showBar(view = licenseView(), native: Partial<Native> = {}, read = async () => view, validate = read) {
  const bar = (
    <ThemeProvider theme={colors} noSsr>
      <Bar />
    </ThemeProvider>
  );
  const license = { read, export: async () => ({ fileName: 'license.xml', xml: '<x/>' }), validate };
  const service = { status: async () => sampleStatus() };
  return renderWith(bar, { license, service }, { ...TEST_NATIVE, ...native });
}

test('each action of the page has a handler, and its accelerator calls it', async () => {
  const native = { saveText: vi.fn(async () => true), setTheme: vi.fn(async () => {}) };
  const read = vi.fn(async () => licenseView());
  const validate = vi.fn(async () => licenseView());
  showBar(licenseView(), native, read, validate);
  await waitFor(() => expect(read).toHaveBeenCalledTimes(1));
  const dialog = (kind: string) => () => expect(useUi.getState().dialogs.at(-1)?.kind).toBe(kind);
  const theme = (choice: string) => () => expect(native.setTheme).toHaveBeenLastCalledWith(choice);
  const effects: Record<CommandId, () => void> = {
    'import-accounts': dialog('import'),
    'backup-settings': dialog('backup'),
    'restore-settings': dialog('restore'),
    overview: () => expect(useUi.getState().page).toBe('overview'),
    management: () => expect(useUi.getState().page).toBe('management'),
    refresh: () => expect(read).toHaveBeenCalledTimes(2),
    'command-palette': dialog('palette'),
    'theme-system': theme('system'),
    'theme-light': theme('light'),
    'theme-dark': theme('dark'),
    'service-status': dialog('service-status'),
    notices: dialog('notices'),
    'audit-trail': dialog('audit'),
    'usage-history': dialog('usage'),
    'licensing-server': dialog('licensing-server'),
    license: dialog('license'),
    'validate-license': () => expect(validate).toHaveBeenCalledTimes(1),
    'export-license': () => expect(native.saveText).toHaveBeenCalledWith('license.xml', '<x/>'),
    'support-bundle': dialog('support'),
    documentation: dialog('documentation'),
    about: dialog('about'),
  };
  for (const { id, accelerator = '' } of COMMAND_ACTIONS) {
    useUi.setState({ dialogs: [] });
    const keys = accelerator.split('+');
    const modifiers = {
      ctrlKey: keys.includes('CmdOrCtrl'),
      shiftKey: keys.includes('Shift'),
      altKey: keys.includes('Alt'),
    };
    fireEvent.keyDown(window, { key: keys.at(-1), ...modifiers });
    await waitFor(effects[id]);
  }
});

test('LICENSING 5: in Emergency Mode importing is refused with the reason, the license stays in reach', async () => {
  const view = licenseView();
  showBar({ ...view, information: { ...view.information, phase: 'emergency', status: 'Evaluation' } });
  fireEvent.keyDown(window, { key: 'f', altKey: true });
  const item = await screen.findByRole('menuitem', { name: /Import Accounts/ });
  await screen.findByText(/Settings are frozen/);
  expect(item.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(item);
  expect(useUi.getState().dialogs).toEqual([]);
  expect(useUi.getState().notice).toEqual({ text: expect.stringContaining('frozen') });
  fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
  expect(useUi.getState().dialogs).toEqual([{ kind: 'license' }]);
});

test('the menu bar by keyboard: Alt+letter, arrows over menus and items, mnemonic, Esc returns the focus', () => {
  showBar();
  const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name });
  fireEvent.keyDown(window, { key: 'v', altKey: true });
  expect(screen.getByRole('menu', { name: 'View' })).toBeDefined();
  key('ArrowRight');
  expect(screen.getByRole('menu', { name: 'Tools' })).toBeDefined();
  key('ArrowRight');
  expect(screen.getByRole('menu', { name: 'Help' })).toBeDefined();
  key('Escape');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Help');
  key('ArrowDown');
  key('l');
  expect(useUi.getState().dialogs).toEqual([{ kind: 'license' }]);
  expect(document.activeElement?.textContent).toBe('Help');
});

test('the palette finds by words in any order, also by place', () => {
  const entries = [
    { label: 'Export License…', place: 'Help' },
    { label: 'Add Users', place: 'License > Manage License' },
  ];
  expect(found(entries, 'license export').map((e) => e.label)).toEqual(['Export License…']);
  expect(found(entries, 'manage')).toEqual([entries[1]]);
  expect(found(entries, 'nothing')).toEqual([]);
});
