import { expect, test } from 'vitest';
import type { LicenseView } from '../../contract/schemas.ts';
import { phaseBanner } from './banner-words.ts';

type Information = LicenseView['information'];
const banner = (phase: Information['phase'], more: Partial<Information> & { licenseId?: string } = {}) => {
  const { licenseId = 'l1', status = 'Evaluation', type = 'full' } = more;
  return phaseBanner({ information: { phase, status, type }, sentence: 'Why, and what comes.', licenseId });
};

test.each(['ok', 'evaluation', 'revalidating'] as const)(
  'LICENSING 5: %s takes nothing away and has no banner',
  (phase) => {
    expect(banner(phase)).toBeNull();
  },
);

const FULL = ['validate', 'retrieve', 'enter-offline'];
const MISMATCH = ['retrieve', 'validate', 'enter-offline'];
const ENDED = ['activate-online', 'enter-offline'];
const mismatch = { status: 'Reference ID Mismatch' } as const;

test.each([
  ['emergency', {}, 'Emergency Mode.', FULL],
  ['emergency', { type: 'trial' }, 'Emergency Mode.', ENDED],
  ['emergency', { type: 'trial', licenseId: '' }, 'Emergency Mode.', ENDED],
  ['emergency', mismatch, 'Emergency Mode.', MISMATCH],
  ['mismatch', mismatch, 'Reference ID Mismatch.', MISMATCH],
  ['stopped', {}, 'Services are stopped.', FULL],
  ['stopped', mismatch, 'Services are stopped.', MISMATCH],
  ['stopped', { type: 'trial', licenseId: '' }, 'Services are stopped.', ENDED],
] as const)('LICENSING 5: %s %o says what it is and leads to the next step', (phase, more, title, steps) => {
  expect(banner(phase, more)).toEqual({ title, text: 'Why, and what comes.', steps });
});
