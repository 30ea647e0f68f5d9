// A small client of Chromium's DevTools protocol (flattened sessions) over Node's own WebSocket.
const { EventEmitter } = require('node:events');

class Cdp extends EventEmitter {
  static async connect(url) {
    const client = new Cdp();
    client.socket = new WebSocket(url);
    client.lastId = 0;
    client.pending = new Map();
    client.setMaxListeners(0);
    await new Promise((resolve, reject) => {
      client.socket.onopen = resolve;
      client.socket.onerror = () => reject(new Error(`cannot connect to ${url}`));
    });
    client.socket.onmessage = ({ data }) => client.receive(JSON.parse(data));
    client.socket.onclose = () => client.lost();
    return client;
  }

  /** @private */
  receive(message) {
    if (!message.id) {
      const name = message.sessionId ? `${message.sessionId}/${message.method}` : message.method;
      this.emit(name, message.params);
      return;
    }
    const call = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result);
  }

  /** @private */
  lost() {
    for (const call of this.pending.values()) call.reject(new Error('browser closed'));
    this.pending.clear();
    this.emit('close');
  }

  send(method, params = {}, sessionId = undefined) {
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.pending.set(id, { resolve, reject, method });
      this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }
}

module.exports = { Cdp };
