/** A mail server for tests: takes mails, or refuses them for a while. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface TestSmtp {
  readonly url: string;
  /** Whole messages, in the order of their arrival. */
  readonly messages: string[];
  /** While true, every mail is refused with a temporary failure. */
  refusing: boolean;
  /** Another answer to a command than the usual one; undefined: the usual one. Empty: none at all. */
  answer: (command: string) => string | undefined;
  /** A whole message has come; it is acknowledged when this resolves. */
  arrived: (message: string) => Promise<void>;
  /** Connections. */
  readonly open: { now: number };
  /** Mails that are being handed over, and the most that ever were at once. */
  readonly busy: { now: number; most: number };
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
      const message = data;
      data = undefined;
      smtp.messages.push(message);
      void smtp.arrived(message).then(() => {
        smtp.busy.now -= 1;
        say('250 taken');
      });
      return;
    }
    const other = smtp.answer(text);
    if (other === '') return;
    if (other !== undefined) {
      say(other);
      return;
    }
    const verb = text.slice(0, 4).toUpperCase();
    if (verb === 'MAIL' && smtp.refusing) say('451 try again later');
    else if (verb === 'DATA') {
      smtp.busy.now += 1;
      smtp.busy.most = Math.max(smtp.busy.most, smtp.busy.now);
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

/** `atPort` 0: a free one. */
export async function startTestSmtp(atPort = 0): Promise<TestSmtp> {
  const sockets = new Set<Socket>();
  const smtp: TestSmtp = {
    url: '',
    messages: [],
    refusing: false,
    answer: () => undefined,
    arrived: async () => {},
    open: { now: 0 },
    busy: { now: 0, most: 0 },
    close: async () => {},
  };
  const { open } = smtp;
  const server = createServer((socket) => {
    sockets.add(socket);
    open.now += 1;
    socket.on('close', () => {
      open.now -= 1;
    });
    talk(socket, smtp);
  });
  await new Promise<void>((resolve) => server.listen(atPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(smtp, { url: `smtp://127.0.0.1:${port}`, close });
}
