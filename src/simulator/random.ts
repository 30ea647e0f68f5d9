/** Pseudo-random numbers that are the same on every machine: SFC32, seeded by a hash of the seed's text. */
export interface Random {
  /** From 0 to 1, 1 excluded. */
  next(): number;
  /** An integer, both ends included. */
  integer(from: number, to: number): number;
  /** As likely small as large in orders of magnitude; both ends positive. */
  scaled(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** So many different ones. */
  sample<T>(list: readonly T[], count: number): T[];
}

function seeds(text: string): [number, number, number, number] {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x85ebca6b];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ a ^ (code << 7), 0xc2b2ae35);
    c = Math.imul(c ^ (b >>> 3), 0x27d4eb2f);
    d = Math.imul(d ^ (c >>> 5) ^ code, 0x165667b1);
  }
  return [a, b, c, d];
}

export function randomOf(seed: string): Random {
  let [a, b, c, d] = seeds(seed);
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i += 1) next();
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    scaled: (from, to) => Math.round(Math.exp(Math.log(from) + next() * (Math.log(to) - Math.log(from)))),
    chance: (probability) => next() < probability,
    pick: (list) => list[integer(0, list.length - 1)] ?? list[0],
    sample(list, count) {
      const left = [...list];
      const taken: (typeof left)[number][] = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(integer(0, left.length - 1), 1));
      return taken;
    },
  };
}
