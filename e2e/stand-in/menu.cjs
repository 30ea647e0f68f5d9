// electron.Menu and MenuItem, as data: nothing is drawn, items are clicked by specs.
const { EventEmitter } = require('node:events');
const { app } = require('./app.cjs');

const nothing = () => {};
const ROLES = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  reload: (window) => window?.webContents.reload(),
};
const QUIET_ROLES =
  'about copy cut paste undo redo selectall toggledevtools togglefullscreen minimize resetzoom zoomin zoomout delete hide hideothers unhide front window help editmenu viewmenu windowmenu filemenu appmenu services recentdocuments';
for (const role of QUIET_ROLES.split(' ')) ROLES[role] = nothing;

let lastCommand = 0;

class MenuItem {
  constructor(options) {
    const role = options.role?.toLowerCase();
    if (role && !ROLES[role]) throw new Error(`stand-in: menu role ${options.role}`);
    Object.assign(this, {
      id: undefined,
      label: options.role ?? '',
      accelerator: undefined,
      enabled: true,
      visible: true,
      checked: false,
      type: options.submenu ? 'submenu' : 'normal',
      ...options,
      commandId: ++lastCommand,
    });
    if (Array.isArray(options.submenu)) this.submenu = Menu.buildFromTemplate(options.submenu);
    this.click = (event, window) => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (role) ROLES[role](window);
      else options.click?.(this, window, event ?? {});
    };
  }
}

class Menu extends EventEmitter {
  static application = null;
  items = [];

  append(item) {
    this.items.push(item);
  }
  insert(position, item) {
    this.items.splice(position, 0, item);
  }
  popup(options = {}) {
    this.emit('menu-will-show', {});
    options.callback?.();
  }
  closePopup() {
    this.emit('menu-will-close', {});
  }
  getMenuItemById(id) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  static buildFromTemplate(template) {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu) {
    Menu.application = menu;
  }
  static getApplicationMenu() {
    return Menu.application;
  }
}

module.exports = { Menu, MenuItem };
