// requestSingleInstanceLock: the first process of a user data folder listens on a socket there; later ones tell it.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { closeSync, openSync, readFileSync, rmSync, writeSync } = require('node:fs');
const net = require('node:net');
const { join } = require('node:path');

let file;
let server;

const socketOf = (folder) => `\0seatkeeper-stand-in-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function take(path) {
  try {
    const handle = openSync(path, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch {
    if (alive(Number(readFileSync(path, 'utf8')))) return false;
    rmSync(path, { force: true });
    return take(path);
  }
}

/** Tells the first instance, before this call returns (Electron's second instance quits right after it). */
function tell(socket) {
  const message = JSON.stringify({ argv: process.argv, cwd: process.cwd() });
  const script = `require('node:net').connect(${JSON.stringify(socket)}).end(${JSON.stringify(message)})`;
  spawnSync(process.execPath, ['-e', script], { timeout: 5000 });
}

function lock(app) {
  if (file) return true;
  const folder = app.getPath('userData');
  const socket = socketOf(folder);
  if (!take(join(folder, 'stand-in.lock'))) {
    tell(socket);
    return false;
  }
  file = join(folder, 'stand-in.lock');
  process.on('exit', release);
  server = net.createServer((connection) => {
    let text = '';
    connection.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    connection.on('end', () => {
      const { argv, cwd } = JSON.parse(text);
      app.emit('second-instance', {}, argv, cwd, null);
    });
  });
  server.listen(socket).unref();
  return true;
}

function release() {
  if (!file) return;
  rmSync(file, { force: true });
  file = undefined;
  server.close();
}

module.exports = { lock, release, held: () => file !== undefined };
