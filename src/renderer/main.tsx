import createCache from '@emotion/cache';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../contract/client.ts';
import { App } from './app/app.tsx';
import { createNative } from './app/native.ts';
import { showSchemeBeforeFirstPaint } from './app/theme.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

showSchemeBeforeFirstPaint();
// The content security policy allows style elements with this nonce only.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
const styles = createCache({ key: 'sk', prepend: true, ...(nonce ? { nonce } : {}) });

createRoot(root).render(
  <StrictMode>
    <App styles={styles} client={createClient({ url: location.origin })} native={createNative(window.seatkeeper)} />
  </StrictMode>,
);
