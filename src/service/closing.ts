/** What must be ended, in the reverse of the order in which it was begun. */
export interface Closing {
  add(end: () => unknown): void;
  /** Ends all, also after one that fails; then throws the first failure. Called again, it waits for the same end. */
  close(): Promise<void>;
}

export function createClosing(): Closing {
  const ends: (() => unknown)[] = [];
  let closed: Promise<void> | undefined;
  const endAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let end = ends.pop(); end; end = ends.pop()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    add: (end) => ends.push(end),
    close() {
      closed ??= endAll();
      return closed;
    },
  };
}
