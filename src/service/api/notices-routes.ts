/** Notices, logs, and the way to the licensing server (LICENSING 4, 5). */
import type { Connection } from '../licensing/connection.ts';
import type { Logs } from '../logs/logs.ts';
import type { Notices } from '../notices/notices.ts';
import type { Guarded } from './guard.ts';

export interface NoticesParts {
  readonly notices: Pick<Notices, 'list' | 'status' | 'sendTest'>;
  readonly logs: Pick<Logs, 'read'>;
  readonly connection: Pick<Connection, 'test' | 'set'>;
}

export function noticesRoutes({ license, licensing, notices, logs }: Guarded, parts: NoticesParts) {
  return {
    license: { setConnection: license.setConnection.handler(({ input }) => parts.connection.set(input)) },
    licensing: { testConnection: licensing.testConnection.handler(({ input }) => parts.connection.test(input)) },
    notices: {
      list: notices.list.handler(({ input }) => parts.notices.list(input)),
      status: notices.status.handler(() => parts.notices.status()),
      sendTest: notices.sendTest.handler(() => parts.notices.sendTest()),
    },
    logs: { read: logs.read.handler(({ input }) => parts.logs.read(input)) },
  };
}
