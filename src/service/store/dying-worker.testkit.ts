/** A worker whose recount takes the gate, writes, and dies; the other tasks work. Entry of a worker thread. */
import { countScopes } from '../seats/recount.ts';
import { serveTasks } from './serve-tasks.ts';

serveTasks({
  'count-scopes': countScopes,
  recount: (_input, context) =>
    context.write(async (trx) => {
      await trx.insertInto('setting').values({ name: 'dying', value: '1' }).execute();
      process.exit(9);
    }),
});
