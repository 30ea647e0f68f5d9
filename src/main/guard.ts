/** What no page of this program may do, whatever it contains (DESIGN 6). */
import { app, session } from 'electron';
import { CONSOLE_URL } from './app-protocol.ts';
import { openLink } from './bridge.ts';

export function guardPages(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url).catch((error: unknown) => console.error('link not opened:', error));
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      if (event.url !== CONSOLE_URL) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
