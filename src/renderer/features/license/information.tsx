import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LicenseView } from '../../../contract/schemas.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { date } from '../../ui/format.ts';
import { PhaseIcon } from '../../ui/state-icon.tsx';

const Line = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <Box sx={{ display: 'contents' }}>
    <Box component="dt" sx={{ color: 'text.secondary' }}>
      {label}
    </Box>
    <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  </Box>
);

const list = {
  display: 'grid',
  gridTemplateColumns: 'max-content 1fr',
  columnGap: 2,
  rowGap: 0.5,
  m: 0,
  alignContent: 'start',
};

interface InformationProps {
  readonly view: LicenseView;
  /** Beside the sentence that says what the status means. */
  readonly children?: ReactNode;
}

/** Who the license is for, on which machine, and what its status means. */
export function Information({ view, children }: InformationProps) {
  const { information: i } = view;
  return (
    <Box component="section" aria-label="Information">
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: 4, fontSize: '0.8125rem' }}>
        <Box component="dl" sx={list}>
          <Line label="Name">{i.name || '–'}</Line>
          <Line label="Company">{i.company || '–'}</Line>
          <Line label="Email">{i.email || '–'}</Line>
          <Line label="Street Address">{i.address || '–'}</Line>
        </Box>
        <Box component="dl" sx={list}>
          <Line label="Reference ID">
            <CopyField label="Reference ID" value={i.referenceId} />
          </Line>
          <Line label="Order ID">
            <CopyField label="Order ID" value={i.orderId} />
          </Line>
          <Line label="Previous Order ID">
            <CopyField label="Previous Order ID" value={i.previousOrderId} />
          </Line>
          <Line label="Status">
            <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, fontWeight: 600 }}>
              <PhaseIcon phase={i.phase} />
              <span data-testid="license-status">{i.status}</span>
            </Box>
          </Line>
        </Box>
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 1 }}>
        <Box sx={{ flex: 1 }}>
          <Typography>{view.sentence}</Typography>
          <Typography variant="caption" component="p" color="textSecondary">
            {documentWords(view)}
          </Typography>
        </Box>
        {children}
      </Box>
      {view.drift.length > 0 && i.status !== 'Reference ID Mismatch' && (
        <Typography variant="body2">
          This computer has changed a little since the license was issued ({view.drift.join(', ')}). That is tolerated.
        </Typography>
      )}
    </Box>
  );
}

/** Which document is in force, in one line. */
function documentWords(view: LicenseView): string {
  if (view.issued === null) return 'Built-in evaluation: no license is installed.';
  const kind = view.information.type === 'trial' ? 'Trial license' : 'Full license';
  const expires = view.expires === null ? '' : `, expires ${date(view.expires)}`;
  return `${kind}, serial ${view.serial}, issued ${date(view.issued)}${expires}.`;
}
