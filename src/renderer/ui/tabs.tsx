import Box from '@mui/material/Box';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';

interface TabsProps<T extends string> {
  /** Of `useId`, the same as of the panel. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly { readonly id: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** At the other end of the row. */
  readonly children?: ReactNode;
}

/** Tabs in a row: one is in the tab order, arrows, Home and End choose another. */
export function Tabs<T extends string>({ id, label, tabs, value, onChange, children }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const index = tabs.findIndex((tab) => tab.id === value);

  function onKey(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
    const step = steps[event.key];
    const tab = step === undefined ? undefined : tabs.at(step % tabs.length);
    if (!tab) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus();
  }
  return (
    <Box sx={row}>
      <Box ref={list} role="tablist" aria-label={label} onKeyDown={onKey} sx={{ display: 'flex', flex: 1 }}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}tab-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === value}
            {...(tab.id === value ? { 'aria-controls': `${id}panel` } : {})}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </Box>
      {children}
    </Box>
  );
}

interface TabPanelProps {
  readonly id: string;
  /** The tab that is chosen. */
  readonly tab: string;
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** What the chosen tab shows. `fill`: takes the height that is left, for lists. */
export const TabPanel = ({ id, tab, fill = false, children }: TabPanelProps) => (
  <Box
    role="tabpanel"
    id={`${id}panel`}
    aria-labelledby={`${id}tab-${tab}`}
    sx={fill ? { flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', gap: 1 } : {}}
  >
    {children}
  </Box>
);

const row = {
  display: 'flex',
  alignItems: 'center',
  gap: 1,
  mb: 1,
  borderBottom: '1px solid',
  borderColor: 'divider',
  '& [role="tab"]': {
    font: 'inherit',
    fontSize: '0.875rem',
    color: 'text.secondary',
    background: 'none',
    border: 0,
    borderBottom: '2px solid transparent',
    padding: '0 12px',
    minHeight: 36,
    whiteSpace: 'nowrap',
  },
  '& [role="tab"]:hover': { color: 'text.primary' },
  '& [role="tab"][aria-selected="true"]': { color: 'text.primary', fontWeight: 600, borderColor: 'primary.main' },
  '& [role="tab"]:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
} as const;
