// What the modules of the stand-in share while it runs.
const { EventEmitter } = require('node:events');

const state = {
  /** Folder of the app, its package.json, and the command line's switches. */
  config: { root: '.', pkg: {}, switches: new Map() },
  /** @type {import('./cdp.cjs').Cdp | undefined} */
  cdp: undefined,
  chromium: undefined,
  ready: false,
  quitting: false,
};

/** Unknown members fail loudly instead of being undefined. */
const strict = (name, object) =>
  new Proxy(object, {
    get(target, key, receiver) {
      const known = key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON';
      if (known) return Reflect.get(target, key, receiver);
      throw new Error(`stand-in: electron.${name}.${String(key)} is not implemented`);
    },
  });

const emitter = (members) => Object.assign(new EventEmitter(), members);

/** An event whose default can be prevented, as Electron passes it. */
function preventable(extra = {}) {
  const event = {
    ...extra,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}

module.exports = { state, strict, emitter, preventable };
