// The browser that shows the windows. It dies with this process, however that dies.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { app, killChromium } = require('./app.cjs');
const { Cdp } = require('./cdp.cjs');
const { serveSchemes } = require('./schemes.cjs');
const { state } = require('./state.cjs');

const LEASH = '/usr/bin/setpriv';
const OURS = ['inspect', 'remote-debugging-port', 'no-sandbox', 'user-data-dir'];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function executable() {
  const found = process.env.STANDIN_CHROMIUM ?? PLACES.find((path) => existsSync(path));
  if (!found) throw new Error('stand-in: no Chromium was found; name one with STANDIN_CHROMIUM');
  return found;
}

const flags = (schemes) => [
  ...(process.env.STANDIN_HEADED === '1' ? [] : ['--headless', '--disable-gpu']),
  '--no-sandbox',
  '--no-startup-window',
  '--remote-debugging-port=0',
  `--user-data-dir=${join(app.getPath('userData'), 'chromium')}`,
  schemes,
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  ...[...state.config.switches]
    .filter(([name]) => !OURS.includes(name))
    .map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
];

const devToolsUrl = (chromium) =>
  new Promise((resolve, reject) => {
    let text = '';
    chromium.stderr.setEncoding('utf8').on('data', (part) => {
      text += part;
      const found = /^DevTools listening on (ws:\S+)/m.exec(text);
      if (found) resolve(found[1]);
    });
    chromium.once('error', reject);
    chromium.once('exit', (code) => reject(new Error(`chromium exited with ${code}: ${text.slice(-500)}`)));
  });

async function startChromium() {
  const command = existsSync(LEASH) ? [LEASH, '--pdeathsig', 'KILL', executable()] : [executable()];
  const args = [...command.slice(1), ...flags(await serveSchemes())];
  state.chromium = spawn(command[0], args, { stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', killChromium);
  const url = await devToolsUrl(state.chromium);
  state.cdp = await Cdp.connect(url);
  state.cdp.on('close', () => {
    if (!state.quitting) app.exit(1);
  });
  const { product } = await state.cdp.send('Browser.getVersion');
  Object.defineProperty(process, 'versions', {
    value: Object.freeze({ ...process.versions, chrome: product.split('/')[1] }),
  });
  await state.cdp.send('Target.setDiscoverTargets', { discover: true });
  if (state.config.switches.has('remote-debugging-port')) process.stderr.write(`\nDevTools listening on ${url}\n`);
}

module.exports = { startChromium };
