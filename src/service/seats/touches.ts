/** Last accesses, written together once a minute: never in the way of an answer (LICENSING 6). */
import type { Store } from '../store/store.ts';

export interface Touches {
  /** `last`: what is stored. */
  note(addressId: number, module: string, at: number, last: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface TouchesDeps {
  readonly store: Pick<Store, 'write'>;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly failed: (error: unknown) => void;
}

/** No closer together for one account and module. */
export const TOUCH_MS = 60_000;
const ROWS_PER_WRITE = 500;

interface Touch {
  readonly addressId: number;
  readonly module: string;
  readonly at: number;
}

export function createTouches({ store, after, failed }: TouchesDeps): Touches {
  let noted = new Map<string, Touch>();
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = (touches: readonly Touch[]): Promise<void> =>
    store.write(async (trx) => {
      for (const { addressId, module, at } of touches) {
        await trx
          .updateTable('access')
          .set({ last_access: at })
          .where('address_id', '=', addressId)
          .where('module', '=', module)
          .where('last_access', '<', at)
          .execute();
      }
    });

  const flush = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const all = [...noted.values()];
    noted = new Map();
    writing = writing.then(async () => {
      for (let n = 0; n < all.length; n += ROWS_PER_WRITE) await write(all.slice(n, n + ROWS_PER_WRITE));
    });
    return writing;
  };
  const flushQuietly = (): void => {
    flush().catch((error: unknown) => {
      writing = Promise.resolve();
      failed(error);
    });
  };

  return {
    note(addressId, module, at, last) {
      if (at - last < TOUCH_MS) return;
      const key = `${addressId} ${module}`;
      if (noted.has(key)) return;
      noted.set(key, { addressId, module, at });
      cancel ??= after(TOUCH_MS, flushQuietly);
    },
    flush,
    close: flush,
  };
}
