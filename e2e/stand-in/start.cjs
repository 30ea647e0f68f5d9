// Starts the stand-in for one app. Answers the function that makes the app ready once its main file has run.
const { mkdirSync } = require('node:fs');
const os = require('node:os');
const { join } = require('node:path');
const { app, becomeReady, paths } = require('./app.cjs');
const { startChromium } = require('./chromium.cjs');
const { state } = require('./state.cjs');
const { watchTargets } = require('./targets.cjs');

function setPaths() {
  const config = process.env.XDG_CONFIG_HOME ?? join(os.homedir(), '.config');
  const userData = state.config.switches.get('user-data-dir') || join(config, app.name);
  const home = os.homedir();
  const places = {
    home,
    appData: config,
    userData,
    sessionData: userData,
    temp: os.tmpdir(),
    exe: process.execPath,
    documents: join(home, 'Documents'),
    downloads: join(home, 'Downloads'),
    desktop: join(home, 'Desktop'),
    logs: join(userData, 'logs'),
  };
  for (const [name, path] of Object.entries(places)) paths.set(name, path);
  mkdirSync(userData, { recursive: true });
}

function start(config) {
  state.config = config;
  app.name = config.pkg.productName ?? config.pkg.name ?? 'Electron';
  setPaths();
  return async () => {
    app.emit('will-finish-launching');
    try {
      await startChromium();
      watchTargets();
    } catch (error) {
      console.error(error);
      app.exit(1);
    }
    state.ready = true;
    app.emit('ready', {}, {});
    becomeReady();
  };
}

module.exports = { start };
