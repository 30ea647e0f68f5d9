/** What happened, in order: its hash always, its lines when somebody will read them. */
export interface Line {
  /** True time, epoch ms. */
  readonly at: number;
  readonly server: string;
  readonly text: string;
  /** Of no interest unless something breaks here. */
  readonly routine: boolean;
}

export interface Trace {
  tell(at: number, server: string, text: string, routine?: boolean): void;
  readonly lines: readonly Line[];
  /** 16 hexadecimal digits. */
  hash(): string;
}

export function createTrace(keepLines: boolean): Trace {
  const lines: Line[] = [];
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  const eat = (code: number): void => {
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  };
  return {
    tell(at, server, text, routine = false) {
      eat(at % 2 ** 31);
      for (let i = 0; i < server.length; i += 1) eat(server.charCodeAt(i));
      for (let i = 0; i < text.length; i += 1) eat(text.charCodeAt(i));
      a ^= a >>> 15;
      b ^= b >>> 13;
      if (keepLines) lines.push({ at, server, text, routine });
    },
    lines,
    hash: () => [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(''),
  };
}
