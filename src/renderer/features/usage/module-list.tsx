import { mdiAlertCircle, mdiTrendingUp } from '@mdi/js';
import Box from '@mui/material/Box';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { UsageHistory } from '../../../contract/schemas-history.ts';
import type { ModuleId } from '../../../core/seats/modules.ts';
import { Icon } from '../../ui/icon.tsx';
import { nextRow } from '../../ui/use-virtual-rows.ts';
import { chartOf, pathOf } from './layout.ts';
import { crossingOf, usedToday } from './words.ts';

const PAGE = 8;

interface ModuleListProps {
  readonly histories: readonly UsageHistory[];
  readonly chosen: ModuleId;
  readonly onChoose: (module: ModuleId) => void;
}

/** Every module with a picture in small; arrows choose one. */
export function ModuleList({ histories, chosen, onChoose }: ModuleListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const index = histories.findIndex(({ module }) => module === chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one comes into view
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  function onKey(event: KeyboardEvent): void {
    const to = histories[nextRow(event.key, index, histories.length, PAGE) ?? -1];
    if (!to) return;
    event.preventDefault();
    onChoose(to.module);
  }
  return (
    <Box
      ref={list}
      role="listbox"
      aria-label="Module"
      tabIndex={0}
      aria-activedescendant={`${id}${chosen}`}
      onKeyDown={onKey}
      sx={style}
    >
      {histories.map((history) => (
        <Box
          key={history.module}
          id={`${id}${history.module}`}
          role="option"
          aria-selected={history.module === chosen}
          onClick={() => onChoose(history.module)}
        >
          <span className="name">{history.name}</span>
          <span className="mark">
            <CrossingIcon history={history} />
          </span>
          <SmallPicture history={history} />
          <span className="numbers">{usedToday(history)}</span>
        </Box>
      ))}
    </Box>
  );
}

function CrossingIcon({ history }: { readonly history: UsageHistory }) {
  const crossing = crossingOf(history);
  if (crossing === 'no') return null;
  const { path, color } = CROSSING[crossing];
  return <Icon path={path} title={history.trend.sentence} sx={{ fontSize: 16, color }} />;
}

const CROSSING = {
  already: { path: mdiAlertCircle, color: 'error.main' },
  ahead: { path: mdiTrendingUp, color: 'warning.main' },
} as const;

const SmallPicture = ({ history }: { readonly history: UsageHistory }) => (
  <svg aria-hidden className="picture" width={56} height={18} viewBox="0 0 1 1" preserveAspectRatio="none">
    {history.days.length > 1 && chartOf(history).used.map((part) => <path key={pathOf(part)} d={pathOf(part)} />)}
  </svg>
);

const style = {
  overflow: 'auto',
  minHeight: 0,
  border: '1px solid',
  borderColor: 'divider',
  fontSize: '0.8125rem',
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -1 },
  '& [role="option"]': { display: 'flex', alignItems: 'center', gap: 1, height: 30, px: 1, cursor: 'default' },
  '& [role="option"]:hover': { backgroundColor: 'action.hover' },
  '& [aria-selected="true"]': { backgroundColor: 'action.selected' },
  '& .mark': { width: 16, height: 16, lineHeight: 0 },
  '& .name': { flex: 1, whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .numbers': { minWidth: 64, textAlign: 'right', whiteSpace: 'nowrap' },
  '& .picture': { flex: 'none', overflow: 'visible', color: 'primary.main' },
  '& .picture path': {
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 1.25,
    strokeLinecap: 'round',
    vectorEffect: 'non-scaling-stroke',
  },
} as const;
