/** "Test connection", step by step (LICENSING 4). Pure. */
import type { ConnectionTest } from '../../../contract/schemas-notices.ts';

type StepId = ConnectionTest['steps'][number]['step'];

const STEPS: readonly { readonly id: StepId; readonly name: string }[] = [
  { id: 'name', name: 'Name resolution' },
  { id: 'connect', name: 'Connection' },
  { id: 'tls', name: 'TLS' },
  { id: 'answer', name: 'Answer of the server' },
];

export type StepState = 'untested' | 'testing' | 'passed' | 'failed' | 'not-reached';

export interface StepLine {
  readonly id: StepId;
  readonly name: string;
  readonly state: StepState;
  readonly detail: string;
}

/** All four, from the beginning: what follows the first that failed was not reached. */
export function stepLines(test: ConnectionTest | undefined, testing: boolean): StepLine[] {
  return STEPS.map(({ id, name }) => {
    if (testing) return { id, name, state: 'testing', detail: '' };
    if (!test) return { id, name, state: 'untested', detail: '' };
    const step = test.steps.find((taken) => taken.step === id);
    if (!step) return { id, name, state: 'not-reached', detail: 'not reached' };
    return { id, name, state: step.ok ? 'passed' : 'failed', detail: step.detail };
  });
}

export type ProxyChoice = 'system' | 'direct' | 'own';

/** The setting: empty is the system’s proxy, `direct` none. */
export const proxyChoice = (setting: string): ProxyChoice =>
  setting === '' ? 'system' : setting === 'direct' ? 'direct' : 'own';

export const proxySetting = (choice: ProxyChoice, address: string): string =>
  choice === 'own' ? address.trim() : choice === 'direct' ? 'direct' : '';
