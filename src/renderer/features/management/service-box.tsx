import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { useId } from 'react';
import { number } from '../../ui/format.ts';
import { HIDDEN } from '../../ui/hidden.ts';
import type { ServiceRow } from './services.ts';

interface ServiceBoxProps {
  readonly row: ServiceRow;
  /** '1', '0', or undefined: as it was. */
  readonly edit: string | undefined;
  /** Why nothing here can be changed. */
  readonly reason: string | undefined;
  /** It is not known yet what it is now. */
  readonly reading: boolean;
  readonly onClick: () => void;
}

/** One service: on, off or mixed; after an edit, what it will be. */
export function ServiceBox({ row, edit, reason: general, reading, onClick }: ServiceBoxProps) {
  const id = useId();
  const reason = general ?? row.reason;
  const inert = reading || reason !== undefined;
  const mixed = edit === undefined && row.state === 'mixed';
  const checked = edit === undefined ? row.state === 'on' : edit === '1';
  const box = (
    <Box
      component="label"
      data-edited={edit !== undefined}
      data-off={reason !== undefined}
      data-reading={reading}
      sx={style}
    >
      <input
        type="checkbox"
        ref={(element) => {
          if (element) element.indeterminate = mixed;
        }}
        checked={checked}
        aria-disabled={inert}
        aria-labelledby={`${id}name`}
        aria-describedby={`${id}said`}
        onClick={(event) => inert && event.preventDefault()}
        onChange={() => inert || onClick()}
      />
      <span id={`${id}name`} className="name">
        {row.flag.name}
      </span>
      <span id={`${id}said`} className="said">
        {said(row, edit)}
        {reason !== undefined && <span style={HIDDEN}> {reason}</span>}
      </span>
    </Box>
  );
  return reason === undefined ? (
    box
  ) : (
    <Tooltip title={reason} placement="bottom-start" disableInteractive describeChild>
      {box}
    </Tooltip>
  );
}

function said(row: ServiceRow, edit: string | undefined): string {
  if (edit !== undefined) return edit === '1' ? 'will be on' : 'will be off';
  if (row.reason !== undefined)
    return row.variable === row.flag.accountVariable && row.flag.domainVariable === undefined
      ? 'always granted'
      : 'not granted';
  if (row.state === 'mixed') return `${number(row.on)} of ${number(row.of)}${row.note ? `, ${row.note}` : ''}`;
  return row.note ?? '';
}

const style = {
  display: 'grid',
  gridTemplateColumns: '16px auto 1fr',
  alignItems: 'center',
  columnGap: 1,
  minHeight: 28,
  px: 1,
  mx: -1,
  borderRadius: 1,
  fontSize: '0.8125rem',
  borderLeft: '3px solid transparent',
  '& input': { m: 0, width: 15, height: 15, accentColor: (theme: Themed) => theme.vars?.palette.primary.main },
  '& input:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 1 },
  '& .said': { color: 'text.secondary', fontSize: '0.75rem', textAlign: 'right' },
  '&:hover': { backgroundColor: 'action.hover' },
  // Numbers that come at once are no reason to flicker.
  '&[data-reading="true"]': { opacity: 0.5, transition: 'opacity 0s 200ms' },
  '&[data-off="true"]': { color: 'text.secondary' },
  '&[data-off="true"] input': { opacity: 0.5 },
  '&[data-edited="true"]': { borderLeftColor: 'primary.main', backgroundColor: 'action.selected', fontWeight: 600 },
  '&[data-edited="true"] .said': { color: 'text.primary' },
} as const;
interface Themed {
  readonly vars?: { readonly palette: { readonly primary: { readonly main: string } } };
}
