// ipcMain and webContents.ipc.
const { EventEmitter } = require('node:events');

class Ipc extends EventEmitter {
  handlers = new Map();

  handle(channel, handler) {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  handleOnce(channel, handler) {
    this.handle(channel, (...args) => {
      this.removeHandler(channel);
      return handler(...args);
    });
  }

  removeHandler(channel) {
    this.handlers.delete(channel);
  }
}

module.exports = { Ipc, ipcMain: new Ipc() };
