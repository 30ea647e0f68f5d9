'use strict';
// Text of the two scripts that run before any page script: main world, then the preload's isolated world.
const { codec } = require('./codec.cjs');

function bridge(codec, out, inn) {
  // both worlds: call functions across, over DOM events with string details
  const own = new Map();
  let n = 0;
  const calls = new Map();
  const post = (m) => window.dispatchEvent(new CustomEvent(out, { detail: JSON.stringify(m) }));
  const c = codec(
    (f) => {
      own.set(++n, f);
      return n;
    },
    (id) =>
      (...args) => {
        const call = ++n;
        const slot = {};
        calls.set(call, slot);
        post({ t: 'call', id, call, args: c.enc(args) });
        if (!slot.promise) calls.delete(call);
        if (slot.error !== undefined) throw c.dec(slot.error);
        return slot.promise ?? (slot.value === undefined ? undefined : c.dec(slot.value));
      },
  );
  let onExpose = () => {};
  window.addEventListener(
    inn,
    (ev) => {
      ev.stopImmediatePropagation();
      const m = JSON.parse(ev.detail);
      if (m.t === 'expose') return onExpose(m.key, c.dec(m.api));
      if (m.t === 'call') {
        try {
          const r = own.get(m.id)(...c.dec(m.args));
          if (r && typeof r.then === 'function') {
            post({ t: 'promise', call: m.call });
            r.then(
              (v) => post({ t: 'settle', call: m.call, value: c.enc(v) }),
              (e) => post({ t: 'settle', call: m.call, error: c.enc(e) }),
            ).catch((e) => post({ t: 'settle', call: m.call, error: c.enc(e) }));
          } else post({ t: 'ret', call: m.call, value: c.enc(r) });
        } catch (e) {
          post({ t: 'ret', call: m.call, error: c.enc(e) });
        }
        return;
      }
      const slot = calls.get(m.call);
      if (!slot) return;
      if (m.t === 'promise')
        slot.promise = new Promise((ok, no) => {
          slot.ok = ok;
          slot.no = no;
        });
      else if (m.t === 'settle') {
        calls.delete(m.call);
        if (m.error !== undefined) slot.no(c.dec(m.error));
        else slot.ok(c.dec(m.value));
      } else {
        slot.value = m.value;
        slot.error = m.error;
      }
    },
    true,
  );
  return {
    expose: (key, api) => post({ t: 'expose', key, api: c.enc(api) }),
    onExpose: (f) => {
      onExpose = f;
    },
  };
}

function mainWorld(b) {
  const freeze = (v) => {
    if (v && typeof v === 'object') {
      for (const k of Object.keys(v)) freeze(v[k]);
      Object.freeze(v);
    }
    return v;
  };
  b.onExpose((key, api) => {
    if (Object.hasOwn(window, key))
      throw new Error(`Cannot bind an API on top of an existing property on the window object`);
    Object.defineProperty(window, key, { value: freeze(api), enumerable: true, writable: false, configurable: false });
  });
}

function isolatedWorld(b, codec, info, preload) {
  const c = codec();
  const toMain = globalThis.__standin;
  delete globalThis.__standin;
  const waiting = new Map();
  let n = 0;
  const handlers = new Map();
  const ipcRenderer = {
    invoke: (channel, ...args) =>
      new Promise((ok, no) => {
        waiting.set(++n, { ok, no, channel });
        toMain(JSON.stringify({ t: 'invoke', id: n, channel, args: c.enc(args) }));
      }),
    send: (channel, ...args) => {
      toMain(JSON.stringify({ t: 'send', channel, args: c.enc(args) }));
    },
    sendSync: () => {
      throw new Error('stand-in: ipcRenderer.sendSync is not supported');
    },
    on: (ch, f) => {
      handlers.set(ch, [...(handlers.get(ch) ?? []), f]);
      return ipcRenderer;
    },
    once: (ch, f) => {
      const g = (...a) => {
        ipcRenderer.removeListener(ch, g);
        f(...a);
      };
      g.listener = f;
      return ipcRenderer.on(ch, g);
    },
    removeListener: (ch, f) => {
      handlers.set(
        ch,
        (handlers.get(ch) ?? []).filter((g) => g !== f && g.listener !== f),
      );
      return ipcRenderer;
    },
    removeAllListeners: (ch) => {
      if (ch === undefined) handlers.clear();
      else handlers.delete(ch);
      return ipcRenderer;
    },
    listenerCount: (ch) => (handlers.get(ch) ?? []).length,
  };
  ipcRenderer.addListener = ipcRenderer.on;
  ipcRenderer.off = ipcRenderer.removeListener;
  globalThis.__deliver = (m) => {
    if (m.t === 'event')
      for (const f of handlers.get(m.channel) ?? [])
        f({ sender: ipcRenderer, senderId: 0, ports: [] }, ...c.dec(m.args));
    else {
      const w = waiting.get(m.id);
      waiting.delete(m.id);
      if (m.error !== undefined) w.no(new Error(`Error invoking remote method '${w.channel}': ${m.error}`));
      else w.ok(c.dec(m.value));
    }
  };
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: b.expose,
      executeInMainWorld: () => {
        throw new Error('stand-in: executeInMainWorld');
      },
    },
    webFrame: { setZoomFactor() {}, getZoomFactor: () => 1 },
    webUtils: { getPathForFile: () => '' },
    crashReporter: {},
    nativeImage: {},
  };
  const process = { ...info, type: 'renderer', sandboxed: true, contextIsolated: true, env: info.env };
  const require = (m) => {
    if (m === 'electron' || m === 'electron/renderer' || m === 'electron/common') return electron;
    throw new Error(`module not found: ${m}`);
  };
  const module = { exports: {} };
  if (preload) preload(require, module, module.exports, process, globalThis);
}

/** Marks the console line by which a page says that it wanted a window. */
const OPEN = '__standin-open';
/** window.open asks the app's handler and never opens anything. */
const WINDOW_OPEN = `if (window === top) window.open = (url) => {
  console.debug('${OPEN}', new URL(url, location.href).href);
  return null;
};`;

const scripts = (secret, info, preloadSource) => ({
  main: `if (window === top) (${mainWorld})((${bridge})(${codec}, 'i${secret}', 'm${secret}'));`,
  isolated: `if (window === top) (${isolatedWorld})((${bridge})(${codec}, 'm${secret}', 'i${secret}'), ${codec}, ${JSON.stringify(info)}, ${
    preloadSource === undefined
      ? 'undefined'
      : `function (require, module, exports, process, global) {${preloadSource}\n}`
  });`,
});

module.exports = { OPEN, WINDOW_OPEN, scripts };
