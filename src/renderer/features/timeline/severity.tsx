import Box from '@mui/material/Box';
import type { ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { Icon } from '../../ui/icon.tsx';

type Severity = ForecastEvent['severity'];

/** Told apart by shape besides color: a dot, a triangle, a diamond, around the origin. */
const SHAPES: Record<Severity, string> = {
  info: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z',
  warning: 'M0 -6.5L6.5 5.5H-6.5Z',
  critical: 'M0 -7L7 0L0 7L-7 0Z',
};
export const SEVERITY_WORDS: Record<Severity, string> = {
  info: 'Information',
  warning: 'Warning',
  critical: 'Critical',
};
export const SEVERITY_COLORS: Record<Severity, string> = {
  info: 'info.main',
  warning: 'warning.main',
  critical: 'error.main',
};

export const SeverityShape = ({ severity }: { readonly severity: Severity }) => (
  <Box component="path" d={SHAPES[severity]} sx={{ fill: 'currentColor', color: SEVERITY_COLORS[severity] }} />
);

/** `hidden`: a word stands beside it. */
export const SeverityIcon = ({ severity, hidden = false }: { severity: Severity; hidden?: boolean }) => (
  <Icon
    path={SHAPES[severity]}
    viewBox="-8 -8 16 16"
    {...(hidden ? {} : { title: SEVERITY_WORDS[severity] })}
    sx={{ fontSize: 16, color: SEVERITY_COLORS[severity] }}
  />
);

export const SeverityLegend = () => (
  <Box aria-hidden sx={{ display: 'flex', gap: 2, fontSize: '0.75rem', color: 'text.secondary' }}>
    {(['info', 'warning', 'critical'] as const).map((severity) => (
      <Box key={severity} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
        <SeverityIcon severity={severity} hidden />
        {SEVERITY_WORDS[severity]}
      </Box>
    ))}
  </Box>
);
