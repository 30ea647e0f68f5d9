import { createContext, type ReactNode, useContext } from 'react';
import type { Client } from '../../contract/client.ts';
import type { Native } from './native.ts';

interface Means {
  readonly client: Client;
  readonly native: Native;
}
const MeansContext = createContext<Means | null>(null);

export const MeansProvider = ({ client, native, children }: Means & { readonly children: ReactNode }) => (
  <MeansContext value={{ client, native }}>{children}</MeansContext>
);

function useMeans(): Means {
  const means = useContext(MeansContext);
  if (!means) throw new Error('MeansProvider is missing');
  return means;
}
export const useClient = (): Client => useMeans().client;
export const useNative = (): Native => useMeans().native;
