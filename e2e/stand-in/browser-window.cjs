// electron.BrowserWindow: bounds, visibility and life of a window; what it shows is in web-contents.cjs.
const { EventEmitter } = require('node:events');
const { app } = require('./app.cjs');
const { preventable, state } = require('./state.cjs');
const { WebContents } = require('./web-contents.cjs');

let windows = [];

class BrowserWindow extends EventEmitter {
  static count = 0;

  id = ++BrowserWindow.count;
  #destroyed = false;
  #visible;
  #title;
  #bounds;
  #maximized = false;

  constructor(options = {}) {
    super();
    if (!state.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#visible = options.show !== false;
    this.#title = options.title ?? app.name;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = new WebContents(this, options);
    windows.push(this);
    app.emit('browser-window-created', {}, this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url) {
    return this.webContents.loadURL(url);
  }
  loadFile(file) {
    return this.webContents.loadFile(file);
  }
  show() {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }
  hide() {
    this.#visible = false;
    this.emit('hide');
  }
  focus() {
    this.emit('focus');
  }
  isVisible() {
    return this.#visible;
  }
  isFocused() {
    return BrowserWindow.getFocusedWindow() === this;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  isMinimized() {
    return false;
  }
  isMaximized() {
    return this.#maximized;
  }
  maximize() {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize() {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  isFullScreen() {
    return false;
  }
  minimize() {}
  restore() {}
  setMenuBarVisibility() {}
  setProgressBar() {}
  getTitle() {
    return this.#title;
  }
  setTitle(title) {
    this.#title = title;
  }
  getBounds() {
    return { ...this.#bounds };
  }
  getNormalBounds() {
    return { ...this.#bounds };
  }
  getContentBounds() {
    return { ...this.#bounds };
  }
  getSize() {
    return [this.#bounds.width, this.#bounds.height];
  }
  setBounds(bounds) {
    Object.assign(this.#bounds, bounds);
    const { width, height } = this.#bounds;
    void this.webContents.attached.then(() => this.webContents.resize(width, height));
    this.emit('resize');
  }
  setSize(width, height) {
    this.setBounds({ width, height });
  }

  /** Answers whether it closed: a listener may prevent it. */
  close() {
    if (this.#destroyed) return true;
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }
  destroy() {
    if (!this.#destroyed) this.webContents.closeTarget();
  }
  closed() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows = windows.filter((window) => window !== this);
    this.emit('closed');
    if (windows.length > 0 || state.quitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }

  static getAllWindows() {
    return [...windows];
  }
  static fromWebContents(contents) {
    return windows.find((window) => window.webContents === contents) ?? null;
  }
  static fromId(id) {
    return windows.find((window) => window.id === id) ?? null;
  }
  static getFocusedWindow() {
    return windows.filter((window) => window.isVisible()).at(-1) ?? null;
  }
}

module.exports = { BrowserWindow };
