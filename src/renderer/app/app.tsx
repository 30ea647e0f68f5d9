import type { EmotionCache } from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../contract/client.ts';
import { MeansProvider } from './context.tsx';
import type { Native } from './native.ts';
import { createQueries } from './queries.ts';
import { Shell } from './shell.tsx';
import { THEME_STORAGE_KEY, theme } from './theme.ts';

interface AppProps {
  readonly styles: EmotionCache;
  readonly client: Client;
  readonly native: Native;
}

export function App({ styles, client, native }: AppProps) {
  const [queries] = useState(createQueries);
  return (
    <CacheProvider value={styles}>
      <ThemeProvider theme={theme} defaultMode="system" modeStorageKey={THEME_STORAGE_KEY} noSsr>
        <CssBaseline enableColorScheme />
        <QueryClientProvider client={queries}>
          <MeansProvider client={client} native={native}>
            <Shell />
          </MeansProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}
