// The desktop around the windows: dialogs, shell, theme, clipboard, screens. Specs put answers in place of dialogs.
const { strict, emitter } = require('./state.cjs');

const unanswered = (name) => async () => {
  throw new Error(`stand-in: no answer was set for dialog.${name}`);
};
const dialog = strict('dialog', {
  showOpenDialog: unanswered('showOpenDialog'),
  showSaveDialog: unanswered('showSaveDialog'),
  showMessageBox: unanswered('showMessageBox'),
  showErrorBox: (title, content) => console.error(`showErrorBox: ${title}: ${content}`),
});

const shell = strict('shell', {
  openExternal: async (url) => console.log(`stand-in: shell.openExternal ${url}`),
  openPath: async () => '',
  showItemInFolder() {},
  beep() {},
});

const nativeTheme = emitter({ source: 'system', shouldUseHighContrastColors: false });
Object.defineProperties(nativeTheme, {
  themeSource: {
    get: () => nativeTheme.source,
    set(source) {
      nativeTheme.source = source;
      nativeTheme.emit('updated');
    },
  },
  shouldUseDarkColors: { get: () => nativeTheme.source === 'dark' },
});

const powerMonitor = emitter({
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
  isOnBatteryPower: () => false,
});

let clipboardText = '';
const clipboard = strict('clipboard', {
  readText: () => clipboardText,
  writeText(text) {
    clipboardText = String(text);
  },
  clear() {
    clipboardText = '';
  },
});

/** No proxy here: Node's own fetch. */
const net = strict('net', { isOnline: () => true, fetch: (input, init) => fetch(input, init) });

const session = strict('session', {
  defaultSession: strict('session.defaultSession', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
    setDevicePermissionHandler() {},
    setSpellCheckerEnabled() {},
    clearCache: async () => {},
  }),
});

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, scaleFactor: 1, bounds: area, workArea: area, workAreaSize: area };
const screen = emitter({
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
});

const nativeImage = strict('nativeImage', {
  createFromPath: () => ({ isEmpty: () => false }),
  createEmpty: () => ({ isEmpty: () => true }),
});

module.exports = { dialog, shell, nativeTheme, powerMonitor, clipboard, net, session, screen, nativeImage };
