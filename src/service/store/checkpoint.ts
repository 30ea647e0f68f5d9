/** Moves the log into the file, in the worker: it would stall the service thread (DESIGN 4). */
import { checkpoint } from './sqlite/connection.ts';
import type { TaskFunction } from './task-context.ts';

/**
 * First beside the writers, then without them what they wrote meanwhile. Only a log that is in the file as a whole begins
 * anew: one that never does grows, and each commit must extend it, which costs the disk twice as much as writing over it.
 */
export const checkpointLog: TaskFunction<'checkpoint'> = async (_, { connection, alone }) => {
  // Somebody reads an older state: the next one gets on with it.
  if (!checkpoint(connection)) return;
  await alone(() => checkpoint(connection));
};
