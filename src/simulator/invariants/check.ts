/** What an invariant is made of. */
import type { Observer, Server } from '../server.ts';

export interface Watched {
  readonly server: Server;
  /** True time. */
  now(): number;
  /** Since when nobody and nothing has acted on the server from outside, by true and by trusted time. */
  calm(): { readonly at: number; readonly trusted: number };
  fail(text: string): void;
}

export interface Check {
  readonly name: string;
  /** The rule, in words. */
  readonly rule: string;
  /** Watches one disk: what was restored or cloned is watched anew. */
  readonly watch: (watched: Watched) => Partial<Observer>;
}
