/** What the window says above everything else while the license needs somebody (INTERFACES 4). Pure. */
import type { LicenseView } from '../../contract/schemas.ts';

/** What a person can do next: all of it is possible in every phase. */
export type NextStep = 'validate' | 'retrieve' | 'enter-offline' | 'activate-online';

export interface PhaseBanner {
  readonly title: string;
  readonly text: string;
  /** The most likely one first. */
  readonly steps: readonly NextStep[];
}

type Facts = Pick<LicenseView, 'sentence' | 'licenseId'> & {
  readonly information: Pick<LicenseView['information'], 'phase' | 'status' | 'type'>;
};

/** Null: nothing that everybody must see. */
export function phaseBanner({ information, sentence, licenseId }: Facts): PhaseBanner | null {
  const { phase, status, type } = information;
  const steps = stepsOf(status === 'Reference ID Mismatch', licenseId !== '' && type === 'full');
  if (phase === 'stopped') return { title: 'Services are stopped.', text: sentence, steps };
  if (phase === 'emergency') return { title: 'Emergency Mode.', text: sentence, steps };
  return phase === 'mismatch' ? { title: 'Reference ID Mismatch.', text: sentence, steps } : null;
}

/** An evaluation or a trial that has ended is not prolonged by asking again. */
function stepsOf(mismatch: boolean, full: boolean): readonly NextStep[] {
  if (mismatch) return ['retrieve', 'validate', 'enter-offline'];
  return full ? ['validate', 'retrieve', 'enter-offline'] : ['activate-online', 'enter-offline'];
}
