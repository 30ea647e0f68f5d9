/** The writer gate: one writer at a time, first in, first out, and nobody waits inside SQLite (DESIGN 4). */
export interface Gate {
  /** Resolves when it is this caller's turn; the function it gets must be called once. Throws what `close` was given. */
  enter(): Promise<() => void>;
  /** Refuses who comes from now on; resolves when all who wait have had their turn. */
  close(refusal: () => Error): Promise<void>;
}

export function createGate(): Gate {
  let last: Promise<void> = Promise.resolve();
  let refuse: (() => Error) | undefined;
  return {
    async enter() {
      if (refuse) throw refuse();
      const turn = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await turn;
      return resolve;
    },
    async close(refusal) {
      refuse = refusal;
      await last;
    },
  };
}
