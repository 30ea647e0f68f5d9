/** The native menu, made of the contract's actions. */
import { type BaseWindow, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { ACTIONS, type Action, type ActionId } from '../contract/actions.ts';

/** What the shell does itself; every other action goes to the page. */
export type NativeActions = Readonly<Partial<Record<ActionId, (window: BrowserWindow | undefined) => void>>>;

const MENUS = ['File', 'View', 'Tools', 'Help'] as const satisfies readonly Action['menu'][];

/** The window an action is for: Electron names none when no window has the focus. */
function windowOf(given: BaseWindow | undefined): BrowserWindow | undefined {
  const windows = BrowserWindow.getAllWindows();
  return windows.find((window) => window === given) ?? BrowserWindow.getFocusedWindow() ?? windows[0];
}

function itemsOf(action: Action, native: NativeActions): MenuItemConstructorOptions[] {
  const run = native[action.id];
  const item: MenuItemConstructorOptions = {
    id: action.id,
    label: action.label,
    enabled: run !== undefined,
    click: (_item, given) => {
      const window = windowOf(given);
      if (run) run(window);
      else window?.webContents.send('action', action.id);
    },
    ...(action.accelerator ? { accelerator: action.accelerator } : {}),
  };
  return action.separated ? [{ type: 'separator' }, item] : [item];
}

const EDIT_MENU: MenuItemConstructorOptions = { role: 'editMenu', label: '&Edit' };

export function installMenu(native: NativeActions, platform: NodeJS.Platform): void {
  const template: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  for (const name of MENUS) {
    const submenu = ACTIONS.filter((action) => action.menu === name).flatMap((action) => itemsOf(action, native));
    if (submenu.length > 0) template.push({ id: name.toLowerCase(), label: `&${name}`, submenu });
    if (name === 'File') template.push(EDIT_MENU);
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Actions of the page can be chosen while there is a page that hears them. */
export function enablePageActions(native: NativeActions, enabled: boolean): void {
  const menu = Menu.getApplicationMenu();
  for (const { id } of ACTIONS) {
    const item = native[id] ? null : menu?.getMenuItemById(id);
    if (item) item.enabled = enabled;
  }
}
