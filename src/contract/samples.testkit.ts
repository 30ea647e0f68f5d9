/** What a control service answers when all is well: tests say what is different. */
import type { LicenseView } from './schemas.ts';
import type { ServiceStatus } from './schemas-lifecycle.ts';

export const SAMPLE_TIME = '2026-11-21T10:00:00Z';

/** A full license by category, without rows. */
export const sampleLicense = (changes: Partial<LicenseView> = {}): LicenseView => ({
  information: {
    name: 'Ada',
    company: 'Example',
    email: 'ada@example.com',
    address: '',
    referenceId: 'SK1-8QZK-0000-N4TR-11VX-PM0E-7G',
    orderId: '7K3Q-9XWD-4MHE',
    previousOrderId: '',
    status: 'OK',
    phase: 'ok',
    type: 'full',
    structure: 'category',
  },
  sentence: 'All is well.',
  drift: [],
  development: false,
  licenseId: 'l1',
  serial: 1,
  issued: SAMPLE_TIME,
  expires: null,
  modules: [],
  groups: [],
  ...changes,
});

/** No programs are declared. */
export const sampleStatus = (changes: Partial<ServiceStatus> = {}): ServiceStatus => ({
  phase: 'ok',
  status: 'OK',
  sentence: 'All is well.',
  frozen: false,
  timeZone: 'UTC',
  clock: { trusted: SAMPLE_TIME, system: SAMPLE_TIME, suspect: null },
  revalidation: { due: null, nextAttempt: null, failingSince: null, failure: null },
  stoppedSince: null,
  modulesStopped: [],
  pending: [],
  programs: [],
  next: [],
  ...changes,
});
