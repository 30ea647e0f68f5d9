/** What a person reads when the console cannot start. */
import { app, dialog } from 'electron';
import { SeatkeeperError } from '../contract/errors.ts';

const TITLE = 'Seatkeeper cannot start';

export function refuseToStart(error: unknown): void {
  console.error(error);
  const known = error instanceof SeatkeeperError;
  const detail = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(TITLE, known ? `${error.message}\n\n${error.next}` : `This is a defect: ${detail}`);
  app.exit(1);
}
