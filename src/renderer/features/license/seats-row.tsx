import { mdiChevronDown, mdiChevronRight } from '@mdi/js';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Tooltip from '@mui/material/Tooltip';
import type { KeyboardEvent, ReactNode } from 'react';
import type { ManagePage } from '../../../contract/schemas.ts';
import { number, plural, seatsText } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { ExceededIcon } from '../../ui/state-icon.tsx';
import type { SeatsNode } from './seats-tree.ts';
import { heldWords, recommendations, renewalWords } from './words.ts';

interface SeatsRowProps {
  readonly node: SeatsNode;
  readonly active: boolean;
  readonly expanded: boolean;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
  /** Shows the accounts of the row. */
  readonly onOpen: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onManage: (page: ManagePage) => void;
}

export function SeatsRow(props: SeatsRowProps) {
  const { node, active, expanded } = props;
  const parent = node.children > 0;
  return (
    <tr
      data-key={node.key}
      aria-level={node.level}
      {...(parent ? { 'aria-expanded': expanded } : {})}
      tabIndex={active ? 0 : -1}
      onFocus={props.onActivate}
      onKeyDown={props.onKey}
      onDoubleClick={props.onOpen}
    >
      <TypeCell {...props} />
      {node.figures ? <FigureCells {...props} /> : <HeadingCells count={node.children} />}
    </tr>
  );
}

function TypeCell({ node, expanded, onToggle }: SeatsRowProps) {
  const chevron = node.children > 0 && (
    // Arrow keys do the same on the row, so the mark itself is for the pointer only.
    <Box
      component="span"
      aria-hidden
      onClick={onToggle}
      onDoubleClick={(event) => event.stopPropagation()}
      sx={{ display: 'inline-flex', cursor: 'pointer' }}
    >
      <Icon path={expanded ? mdiChevronDown : mdiChevronRight} />
    </Box>
  );
  return (
    <th scope="row">
      <Box sx={{ display: 'flex', columnGap: 0.5, pl: node.level === 2 ? 3 : 0 }}>
        <Box component="span" sx={{ width: 20, height: 20, flex: 'none' }}>
          {chevron}
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
          <span>{node.name}</span>
          {/* Inside a group the category is the group's. */}
          {!node.parent?.startsWith('group:') && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {node.category}
            </Box>
          )}
          {node.figures?.exceeded && (
            <Box component="span" sx={{ display: 'inline-flex', gap: 0.5, color: 'error.main', fontWeight: 600 }}>
              <ExceededIcon />
              exceeded
            </Box>
          )}
        </Box>
      </Box>
    </th>
  );
}

function FigureCells({ node, active, onOpen, onManage }: SeatsRowProps) {
  const row = node.figures;
  if (!row) return null;
  const renewal = renewalWords(row.renewalDays);
  const shared = node.sharedWith ? `Covered by the seats of ${node.sharedWith}` : undefined;
  const tone = shared ? 'text.secondary' : 'inherit';
  const tab = active ? 0 : -1;
  return (
    <>
      <Cell title={shared} tone={tone}>
        {row.licensed ? seatsText(row.seats) : '–'}
      </Cell>
      <Cell title={shared} tone={row.renewalDays !== null && row.renewalDays < 0 ? 'warning.main' : tone}>
        {renewal.note && (
          <Box component="span" sx={{ mr: 1, fontSize: '0.75rem' }}>
            {renewal.note}
          </Box>
        )}
        {renewal.days}
      </Cell>
      <Cell tone={row.exceeded ? 'error.main' : 'inherit'}>
        <Tooltip title={heldWords(row) ?? ''} describeChild placement="left">
          <Link
            component="button"
            color="inherit"
            underline="hover"
            tabIndex={tab}
            onClick={onOpen}
            aria-label={`${plural(row.used, 'used seat')} of ${node.name}: show accounts`}
            sx={{ font: 'inherit', fontWeight: row.exceeded ? 600 : 400, p: '2px 0' }}
          >
            {number(row.used)}
          </Link>
        </Tooltip>
      </Cell>
      <td>
        {/* A shared row repeats its group's advice; once is enough. */}
        {!shared &&
          recommendations(row).map((tip) => (
            <Link
              key={tip.page}
              component="button"
              tabIndex={tab}
              onClick={() => onManage(tip.page)}
              sx={{ font: 'inherit', mr: 1.5, p: '2px 0', whiteSpace: 'nowrap' }}
            >
              {tip.text}
            </Link>
          ))}
      </td>
    </>
  );
}

const Cell = (props: { tone: string; title?: string | undefined; children: ReactNode }) => (
  <Box component="td" title={props.title} data-numeric sx={{ color: props.tone }}>
    {props.children}
  </Box>
);

const HeadingCells = ({ count }: { readonly count: number }) => (
  <Box component="td" colSpan={4} sx={{ color: 'text.secondary' }}>
    {plural(count, 'module')} that no item of the license covers
  </Box>
);
