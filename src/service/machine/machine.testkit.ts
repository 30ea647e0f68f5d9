/** A machine made of files, for tests. */
import type { MachineIo } from './io.ts';

export interface FakeMachine {
  readonly files?: Readonly<Record<string, string>>;
  /** Symbolic links; every other path that is asked for must be a file or a folder of one. */
  readonly links?: Readonly<Record<string, string>>;
  /** stdout by `file arguments`. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly machineId?: string;
}

const absent = (path: string): Promise<never> => Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));

export function fakeIo({ files = {}, links = {}, programs = {}, machineId }: FakeMachine): MachineIo {
  const known = [...Object.keys(files), ...Object.keys(links)];
  const under = (folder: string): string[] => [
    ...new Set(
      known
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? ''),
    ),
  ];
  /** Resolves the links that a path runs through. */
  const resolve = (path: string): string => {
    const link = Object.keys(links).find((from) => path === from || path.startsWith(`${from}/`));
    return link === undefined ? path : resolve((links[link] ?? '') + path.slice(link.length));
  };
  return {
    readFile: async (path) => files[resolve(path)] ?? absent(path),
    list: async (folder) => (under(resolve(folder)).length > 0 ? under(resolve(folder)) : absent(folder)),
    realPath: async (path) => {
      const real = resolve(path);
      return real in files || under(real).length > 0 || real !== path ? real : absent(path);
    },
    exec: async (file, args) => programs[[file, ...args].join(' ')] ?? absent(file),
    machineId: async () => machineId ?? absent('machine-id'),
  };
}
