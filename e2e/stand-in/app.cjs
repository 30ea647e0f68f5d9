// electron.app: life cycle, paths, the order of quitting, and one instance per user data folder.
const { state, emitter, preventable } = require('./state.cjs');

let becomeReady;
const ready = new Promise((resolve) => {
  becomeReady = resolve;
});
const paths = new Map();

const app = emitter({
  name: 'app',
  isPackaged: false,
  commandLine: {
    appendSwitch: (name, value = '') => state.config.switches.set(name, value),
    appendArgument() {},
    hasSwitch: (name) => state.config.switches.has(name),
    getSwitchValue: (name) => state.config.switches.get(name) ?? '',
  },
  whenReady: () => ready,
  isReady: () => state.ready,
  getName: () => app.name,
  setName(name) {
    app.name = name;
  },
  getVersion: () => state.config.pkg.version ?? '0.0.0',
  getAppPath: () => state.config.root,
  getLocale: () => 'en-US',
  getPath(name) {
    if (!paths.has(name)) throw new Error(`Failed to get '${name}' path`);
    return paths.get(name);
  },
  setPath: (name, path) => void paths.set(name, path),
  setAppUserModelId() {},
  setAboutPanelOptions() {},
  enableSandbox() {},
  disableHardwareAcceleration() {},
  focus() {},
  /** Electron answers at once; so the lock is a file, and word of a second instance comes over a socket. */
  requestSingleInstanceLock() {
    return require('./instance.cjs').lock(app);
  },
  releaseSingleInstanceLock: () => require('./instance.cjs').release(),
  hasSingleInstanceLock: () => require('./instance.cjs').held(),
  quit,
  exit(code = 0) {
    killChromium();
    process.exit(code);
  },
  relaunch(options = {}) {
    app.relaunched = options;
  },
});

/** before-quit, close every window, will-quit, quit: any of the first three may stop it. */
function quit() {
  if (state.quitting) return;
  state.quitting = true;
  const stop = () => {
    state.quitting = false;
  };
  const before = preventable();
  app.emit('before-quit', before);
  if (before.defaultPrevented) return stop();
  const { BrowserWindow } = require('./browser-window.cjs');
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.close()) return stop();
  }
  const will = preventable();
  app.emit('will-quit', will);
  if (will.defaultPrevented) return stop();
  app.emit('quit', {}, 0);
  const done = () => app.exit(0);
  if (!state.cdp) return done();
  state.chromium.once('exit', done); // Chromium first writes its profile (local storage)
  setTimeout(done, 3000).unref();
  state.cdp.send('Browser.close').catch(() => {});
}

function killChromium() {
  if (state.chromium?.exitCode === null) state.chromium.kill('SIGKILL');
}

module.exports = { app, paths, becomeReady, killChromium };
