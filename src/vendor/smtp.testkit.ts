/** A mail server for tests: takes mails, or refuses them for a while. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface TestSmtp {
  readonly url: string;
  /** Whole messages, in the order of their arrival. */
  readonly messages: string[];
  /** While true, every mail is refused with a temporary failure. */
  refusing: boolean;
  close(): Promise<void>;
}

function talk(socket: Socket, smtp: TestSmtp): void {
  let data: string | undefined;
  let pending = '';
  const say = (text: string) => socket.write(`${text}\r\n`);
  const hear = (text: string): void => {
    if (data !== undefined) {
      if (text !== '.') {
        data += `${text}\n`;
        return;
      }
      smtp.messages.push(data);
      data = undefined;
      say('250 taken');
      return;
    }
    const verb = text.slice(0, 4).toUpperCase();
    if (verb === 'MAIL' && smtp.refusing) say('451 try again later');
    else if (verb === 'DATA') {
      data = '';
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 fine');
  };
  say('220 test');
  socket.on('data', (chunk) => {
    const lines = (pending + chunk.toString('utf8')).split('\r\n');
    pending = lines.pop() ?? '';
    for (const text of lines) hear(text);
  });
  socket.on('error', () => socket.destroy());
}

export async function startTestSmtp(): Promise<TestSmtp> {
  const sockets = new Set<Socket>();
  const smtp: TestSmtp = { url: '', messages: [], refusing: false, close: async () => {} };
  const server = createServer((socket) => {
    sockets.add(socket);
    talk(socket, smtp);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(smtp, { url: `smtp://127.0.0.1:${port}`, close });
}
