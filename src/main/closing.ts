/** Closing a console that hosts the service stops the service: that is said before it happens (DESIGN 4). */
import { type BrowserWindow, dialog } from 'electron';
import type { PreferenceStore } from './preferences.ts';

const STOP = 0;
const CANCEL = 1;

/** True: close. The answer is remembered when the person asks for that. */
export async function mayStopService(window: BrowserWindow, preferences: PreferenceStore): Promise<boolean> {
  if (!preferences.read().warnOnStop) return true;
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Seatkeeper',
    message: 'The control service stops with this console.',
    detail:
      'This console hosts the control service of this computer. While it is closed, licenses are not re-validated, ' +
      'timers do not run and mail servers get no answers; mail keeps flowing. To keep the service running, start it ' +
      'with “npm run service”: the console then hands over to it.',
    buttons: ['Close and Stop', 'Cancel'],
    defaultId: CANCEL,
    cancelId: CANCEL,
    checkboxLabel: 'Do not ask again',
    noLink: true,
  });
  if (response !== STOP) return false;
  if (checkboxChecked) preferences.change({ warnOnStop: false });
  return true;
}
