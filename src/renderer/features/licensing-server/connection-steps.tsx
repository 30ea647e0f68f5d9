import { mdiAlertCircle, mdiCheckCircle, mdiCircleOutline, mdiMinusCircleOutline, mdiSync } from '@mdi/js';
import Box from '@mui/material/Box';
import { Icon } from '../../ui/icon.tsx';
import { plainList } from '../../ui/plain-list.ts';
import type { StepLine, StepState } from './steps.ts';

const ICONS: Record<StepState, { path: string; color: 'disabled' | 'info' | 'success' | 'error'; word: string }> = {
  untested: { path: mdiCircleOutline, color: 'disabled', word: 'Not tested' },
  testing: { path: mdiSync, color: 'info', word: 'Being tested' },
  passed: { path: mdiCheckCircle, color: 'success', word: 'Passed' },
  failed: { path: mdiAlertCircle, color: 'error', word: 'Failed' },
  'not-reached': { path: mdiMinusCircleOutline, color: 'disabled', word: 'Not reached' },
};

/** All steps have their place from the beginning, so that nothing moves when they are done. */
export const ConnectionSteps = ({ lines }: { readonly lines: readonly StepLine[] }) => (
  <Box component="ol" aria-label="Connection test" sx={list}>
    {lines.map(({ id, name, state, detail }) => (
      <li key={id} data-state={state}>
        <Icon path={ICONS[state].path} color={ICONS[state].color} title={ICONS[state].word} sx={{ fontSize: 18 }} />
        <span>{name}</span>
        <span className="detail">{detail}</span>
      </li>
    ))}
  </Box>
);

const list = {
  ...plainList('20px 190px minmax(0, 1fr)', { minHeight: 28 }),
  '& .detail': { color: 'text.secondary', overflowWrap: 'anywhere' },
  '& [data-state="failed"] .detail': { color: 'error.main' },
} as const;
