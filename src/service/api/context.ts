/** Who calls, and how: what every procedure knows of its caller. */

export type ClientKind = 'console' | 'tool' | 'web' | 'api';

export interface Caller {
  /** `local`, or the name of who signed in. */
  readonly who: string;
  readonly role: 'viewer' | 'admin';
  readonly client: ClientKind;
  /** A program on this machine that could read the data folder, or the process itself: not a browser. */
  readonly local: boolean;
}

export interface CallContext {
  /** Undefined: nobody signed in. */
  readonly caller: Caller | undefined;
}

/** What the guard adds before a handler runs. */
export interface GuardedContext extends CallContext {
  readonly caller: Caller;
  /** Row of the audit trail; null for a procedure that is not recorded. */
  readonly auditId: number | null;
}

export const LOCAL_ADMINISTRATOR: Caller = { who: 'local', role: 'admin', client: 'console', local: true };
