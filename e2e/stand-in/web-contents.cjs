// electron.webContents: one Chromium page, driven over DevTools.
const { EventEmitter } = require('node:events');
const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { codec } = require('./codec.cjs');
const { nativeTheme, session } = require('./desktop.cjs');
const { Ipc, ipcMain } = require('./ipc.cjs');
const { OPEN, WINDOW_OPEN, scripts } = require('./page.cjs');
const { originOf, toNative, toShown } = require('./schemes.cjs');
const { preventable, state } = require('./state.cjs');

const wire = codec();
const WORLD = 'Electron Isolated Context';
const themeFeature = () => [
  { name: 'prefers-color-scheme', value: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' },
];

function checkPreferences(preferences) {
  const { nodeIntegration, contextIsolation, sandbox } = preferences;
  if (nodeIntegration || contextIsolation === false || sandbox === false)
    throw new Error('stand-in: only contextIsolation + sandbox without nodeIntegration');
}

class WebContents extends EventEmitter {
  static byTarget = new Map();
  static count = 0;

  id = ++WebContents.count;
  ipc = new Ipc();
  session = session.defaultSession;
  #window;
  #preferences;
  #queue = [];
  #destroyed = false;
  #openHandler = () => ({ action: 'allow' });
  #url = '';
  #loadingUrl;
  #shown = false;
  #zoomLevel = 0;
  #sessionId;
  #context;
  #target;

  constructor(window, options) {
    super();
    this.#window = window;
    this.#preferences = options.webPreferences ?? {};
    checkPreferences(this.#preferences);
    this.attached = this.#attach(options);
    this.attached.catch((error) => {
      if (!this.#destroyed) console.error('stand-in:', error);
    });
  }

  command(method, params) {
    return state.cdp.send(method, params, this.#sessionId);
  }

  #on(event, listener) {
    state.cdp.on(`${this.#sessionId}/${event}`, listener);
  }

  async #attach({ width = 800, height = 600 }) {
    const { targetId } = await state.cdp.send('Target.createTarget', {
      url: 'about:blank',
      width,
      height,
      newWindow: true,
    });
    this.#target = targetId;
    WebContents.byTarget.set(targetId, this);
    this.#sessionId = (await state.cdp.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    this.#listen();
    const { main, isolated } = this.#scripts();
    const onNewDocument = (source, worldName) =>
      this.command('Page.addScriptToEvaluateOnNewDocument', worldName ? { source, worldName } : { source });
    await Promise.all([
      this.command('Page.enable'),
      this.command('Runtime.enable'),
      this.command('Inspector.enable'),
      this.resize(width, height),
      this.command('Runtime.addBinding', { name: '__standin', executionContextName: WORLD }),
      onNewDocument(main),
      onNewDocument(WINDOW_OPEN),
      onNewDocument(isolated, WORLD),
      this.command('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
      this.applyTheme(),
    ]);
  }

  #scripts() {
    const { preload } = this.#preferences;
    const { electron, chrome, node } = process.versions;
    const info = {
      versions: { electron, chrome, node },
      platform: process.platform,
      arch: process.arch,
      env: { NODE_ENV: process.env.NODE_ENV ?? '' },
    };
    return scripts(randomUUID(), info, preload === undefined ? undefined : readFileSync(preload, 'utf8'));
  }

  #listen() {
    this.#on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD || context.auxData.frameId !== this.#target) return;
      this.#context = context.uniqueId;
      for (const message of this.#queue.splice(0)) this.#deliver(message);
    });
    this.#on('Runtime.executionContextsCleared', () => {
      this.#context = undefined;
    });
    this.#on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === '__standin') void this.#receive(JSON.parse(payload));
    });
    this.#on('Runtime.consoleAPICalled', (call) => {
      if (call.args[0]?.value === OPEN) this.askToOpen(call.args[1].value);
      else this.emit('console-message', { level: call.type, message: call.args.map(textOf).join(' ') });
    });
    this.#on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return;
      this.#url = toNative(frame.url);
      this.emit('did-navigate', {}, this.#url);
    });
    this.#on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    this.#on('Page.loadEventFired', () => this.#loaded());
    this.#on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    this.#on('Fetch.requestPaused', (request) => void this.#navigates(request));
  }

  #loaded() {
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
    if (this.#shown) return;
    this.#shown = true;
    this.#window.emit('ready-to-show');
  }

  /** A document is asked for: by loadURL or reload, or by the page itself (then the app may prevent it). */
  async #navigates({ requestId, request, frameId }) {
    const url = toNative(request.url);
    const own = frameId === this.#target;
    const event = preventable({ url, isMainFrame: own, isSameDocument: false });
    if (own && request.url !== this.#loadingUrl) this.emit('will-navigate', event, url);
    else if (!own) this.emit('will-frame-navigate', event);
    this.#loadingUrl = undefined;
    const [method, answer] = event.defaultPrevented
      ? ['Fetch.failRequest', { errorReason: 'Aborted' }]
      : ['Fetch.continueRequest', {}];
    await this.command(method, { requestId, ...answer }).catch(() => {});
  }

  /** window.open or a link with a target. */
  askToOpen(shownUrl) {
    const details = { url: toNative(shownUrl), frameName: '', features: '', disposition: 'foreground-tab' };
    const { action } = this.#openHandler(details);
    if (action !== 'deny') console.error('stand-in: opening windows from a page is not supported');
  }

  async #receive(message) {
    const event = {
      sender: this,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: 1,
      ports: [],
      reply: (channel, ...args) => this.send(channel, ...args),
      preventDefault() {},
    };
    if (message.t === 'send') {
      const args = wire.dec(message.args);
      this.ipc.emit(message.channel, event, ...args);
      ipcMain.emit(message.channel, event, ...args);
      return;
    }
    const answer = { t: 'result', id: message.id };
    try {
      const handler = this.ipc.handlers.get(message.channel) ?? ipcMain.handlers.get(message.channel);
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`);
      this.#deliver({ ...answer, value: wire.enc(await handler(event, ...wire.dec(message.args))) });
    } catch (error) {
      console.error(`Error occurred in handler for '${message.channel}':`, error);
      this.#deliver({ ...answer, error: String(error) });
    }
  }

  #deliver(message) {
    if (this.#destroyed) return;
    if (this.#context === undefined) {
      if (message.t === 'event') this.#queue.push(message);
      return;
    }
    const expression = `__deliver(${JSON.stringify(message)})`;
    this.command('Runtime.evaluate', { uniqueContextId: this.#context, expression, silent: true }).catch(() => {});
  }

  get mainFrame() {
    const url = this.#url;
    return { url, origin: originOf(url), parent: null, top: null, routingId: 1, processId: 1 };
  }

  send(channel, ...args) {
    this.#deliver({ t: 'event', channel, args: wire.enc(args) });
  }

  async loadURL(url) {
    await this.attached;
    const done = new Promise((ok, no) => {
      this.once('did-finish-load', ok);
      this.once('did-fail-load', (_event, code, text) => no(new Error(`${text} (${code}) loading '${url}'`)));
    });
    done.catch(() => {});
    this.#loadingUrl = toShown(url);
    const { errorText } = await this.command('Page.navigate', { url: this.#loadingUrl });
    if (errorText) this.emit('did-fail-load', {}, -2, errorText, url, true);
    await done;
  }

  async executeJavaScript(expression) {
    await this.attached;
    const answer = await this.command('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const details = answer.exceptionDetails;
    if (details) throw new Error(details.exception?.description ?? details.text);
    return answer.result.value;
  }

  /** The page area, without Chromium's own toolbar. */
  resize(width, height) {
    return this.command('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  applyTheme() {
    return this.command('Emulation.setEmulatedMedia', { features: themeFeature() });
  }

  reload() {
    this.#loadingUrl = toShown(this.#url);
    void this.command('Page.reload').catch(() => {});
  }

  getURL() {
    return this.#url;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }
  getZoomLevel() {
    return this.#zoomLevel;
  }
  setZoomLevel(level) {
    this.#zoomLevel = level;
  }
  openDevTools() {}
  closeDevTools() {}
  focus() {}
  setVisualZoomLevelLimits() {}
  close() {
    this.#window.close();
  }

  closeTarget() {
    void this.attached.then(() => state.cdp.send('Target.closeTarget', { targetId: this.#target })).catch(() => {});
    this.gone();
  }

  /** Its page is no more. */
  gone() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    WebContents.byTarget.delete(this.#target);
    this.emit('destroyed');
    this.#window.closed();
  }

  static fromDevToolsTargetId(target) {
    return WebContents.byTarget.get(target);
  }
  static getAllWebContents() {
    return [...WebContents.byTarget.values()];
  }
  static fromId(id) {
    return WebContents.getAllWebContents().find((contents) => contents.id === id);
  }
  static getFocusedWebContents() {
    return WebContents.getAllWebContents().at(-1) ?? null;
  }
}

const textOf = (argument) => argument.value ?? argument.description;

module.exports = { WebContents };
