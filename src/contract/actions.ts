/**
 * Everything a person can do from the menu, once: the native menu, the in-page menu of browsers, the command palette
 * and the shortcut list are made from it (INTERFACES 4). Plain data: main and renderer share it.
 */
export type ActionId =
  | 'import-accounts'
  | 'backup-settings'
  | 'restore-settings'
  | 'quit'
  | 'overview'
  | 'management'
  | 'theme-system'
  | 'theme-light'
  | 'theme-dark'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-reset'
  | 'refresh'
  | 'command-palette'
  | 'service-status'
  | 'notices'
  | 'audit-trail'
  | 'usage-history'
  | 'licensing-server'
  | 'license'
  | 'validate-license'
  | 'export-license'
  | 'support-bundle'
  | 'documentation'
  | 'about';

export interface Action {
  readonly id: ActionId;
  readonly menu: 'File' | 'View' | 'Tools' | 'Help';
  /** `&` marks the mnemonic. `…` when more is asked before anything happens. */
  readonly label: string;
  /** Electron notation. */
  readonly accelerator?: string;
  /** A line above it in the menu. */
  readonly separated?: boolean;
  /** Only where there is a window of its own to act on: not in a browser. */
  readonly nativeOnly?: boolean;
}

export const ACTIONS: readonly Action[] = [
  { id: 'import-accounts', menu: 'File', label: '&Import Accounts…', accelerator: 'CmdOrCtrl+I' },
  { id: 'backup-settings', menu: 'File', label: '&Backup Settings…', accelerator: 'CmdOrCtrl+B', separated: true },
  { id: 'restore-settings', menu: 'File', label: '&Restore Settings…', accelerator: 'CmdOrCtrl+Shift+B' },
  { id: 'quit', menu: 'File', label: '&Quit', accelerator: 'CmdOrCtrl+Q', separated: true, nativeOnly: true },
  { id: 'overview', menu: 'View', label: 'O&verview', accelerator: 'CmdOrCtrl+1' },
  { id: 'management', menu: 'View', label: '&Management', accelerator: 'CmdOrCtrl+2' },
  { id: 'refresh', menu: 'View', label: '&Refresh', accelerator: 'F5', separated: true },
  { id: 'command-palette', menu: 'View', label: '&Command Palette…', accelerator: 'CmdOrCtrl+K' },
  { id: 'theme-system', menu: 'View', label: '&System Theme', accelerator: 'CmdOrCtrl+Alt+0', separated: true },
  { id: 'theme-light', menu: 'View', label: '&Light Theme', accelerator: 'CmdOrCtrl+Alt+1' },
  { id: 'theme-dark', menu: 'View', label: '&Dark Theme', accelerator: 'CmdOrCtrl+Alt+2' },
  { id: 'zoom-in', menu: 'View', label: 'Zoom &In', accelerator: 'CmdOrCtrl+Plus', separated: true, nativeOnly: true },
  { id: 'zoom-out', menu: 'View', label: 'Zoom &Out', accelerator: 'CmdOrCtrl+-', nativeOnly: true },
  { id: 'zoom-reset', menu: 'View', label: '&Actual Size', accelerator: 'CmdOrCtrl+0', nativeOnly: true },
  { id: 'service-status', menu: 'Tools', label: '&Service Status…', accelerator: 'F8' },
  { id: 'notices', menu: 'Tools', label: '&Notices and Logs…', accelerator: 'F9' },
  { id: 'audit-trail', menu: 'Tools', label: '&Audit Trail…', accelerator: 'CmdOrCtrl+Shift+T' },
  { id: 'usage-history', menu: 'Tools', label: 'Usage &History…', accelerator: 'CmdOrCtrl+Shift+H' },
  { id: 'licensing-server', menu: 'Tools', label: '&Licensing Server…', accelerator: 'CmdOrCtrl+Shift+E' },
  { id: 'license', menu: 'Help', label: '&License…', accelerator: 'CmdOrCtrl+L' },
  { id: 'validate-license', menu: 'Help', label: '&Validate License Now', accelerator: 'CmdOrCtrl+Shift+L' },
  { id: 'export-license', menu: 'Help', label: '&Export License…', accelerator: 'CmdOrCtrl+E' },
  { id: 'support-bundle', menu: 'Help', label: 'Request &Support…', accelerator: 'CmdOrCtrl+Shift+S' },
  { id: 'documentation', menu: 'Help', label: '&Documentation', accelerator: 'F1', separated: true },
  { id: 'about', menu: 'Help', label: '&About Seatkeeper', accelerator: 'CmdOrCtrl+Shift+A' },
];
