/** True time of the simulated world, and what is to happen in it. Two things at one instant happen in the order in which they were set. */
export interface Agenda {
  now(): number;
  /** Runs `work` at an instant, unless the returned function is called before. */
  at(instant: number, work: () => void): () => void;
  /**
   * Looks every `every` ms that are known to find nothing before `due`, while nothing happens in the world: they are
   * left out. When something happens, the next look after it is taken.
   */
  looks(every: number, due: number, work: () => void): () => void;
  /** Moves on to the next thing and does it; false: there is none until then. */
  step(until: number): boolean;
}

interface Entry {
  at: number;
  readonly order: number;
  readonly work: () => void;
  /** Looks: since when, and how often. */
  readonly from: number;
  readonly every: number;
}

export function createAgenda(start: number): Agenda {
  let now = start;
  let order = 0;
  const entries: Entry[] = [];

  const add = (at: number, work: () => void, from = 0, every = 0): (() => void) => {
    const entry: Entry = { at: Math.max(at, now), order: order++, work, from, every };
    entries.push(entry);
    return () => {
      const index = entries.indexOf(entry);
      if (index >= 0) entries.splice(index, 1);
    };
  };

  const earliest = (): number => {
    let best = -1;
    for (let i = 0; i < entries.length; i += 1) {
      const [entry, first] = [entries[i], entries[best]];
      if (entry && (!first || entry.at < first.at || (entry.at === first.at && entry.order < first.order))) best = i;
    }
    return best;
  };

  /** Something happens now: whoever looks every hour sees it within the hour. */
  const pullLooks = (): void => {
    for (const entry of entries) {
      if (entry.every === 0) continue;
      const next = entry.from + Math.max(1, Math.ceil((now - entry.from) / entry.every)) * entry.every;
      if (next < entry.at) entry.at = next;
    }
  };

  return {
    now: () => now,
    at: (instant, work) => add(instant, work),
    looks: (every, due, work) => add(due, work, now, every),
    step(until) {
      const index = earliest();
      const entry = entries[index];
      if (!entry || entry.at > until) {
        now = until;
        return false;
      }
      entries.splice(index, 1);
      now = entry.at;
      pullLooks();
      entry.work();
      return true;
    },
  };
}
