import { mdiAlertCircle, mdiCheckCircle, mdiClockOutline } from '@mdi/js';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import type { NoticeRow } from '../../../contract/schemas-notices.ts';
import { useNoticesStatus, useServiceStatus } from '../../app/queries.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx';
import { NoticeDetails } from './notice-details.tsx';
import { useNotices } from './use-notices.ts';
import { useTestMail } from './use-test-mail.ts';
import { recipientsInShort, STATE_WORDS, testWords } from './words.ts';

type State = NoticeRow['state'];

const FILTERS: readonly { readonly id: State | 'all'; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'waiting', label: 'Waiting' },
  { id: 'sent', label: 'Sent' },
  { id: 'failed', label: 'Failed' },
];

const ICONS: Record<State, { readonly path: string; readonly color: 'warning' | 'success' | 'error' }> = {
  waiting: { path: mdiClockOutline, color: 'warning' },
  sent: { path: mdiCheckCircle, color: 'success' },
  failed: { path: mdiAlertCircle, color: 'error' },
};

const columnsIn = (timeZone: string): readonly Column<NoticeRow>[] => [
  { title: 'Created', width: '160px', cell: (row) => dateTime(row.createdAt, timeZone) },
  {
    title: 'State',
    width: '96px',
    cell: ({ state }) => (
      <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
        <Icon path={ICONS[state].path} color={ICONS[state].color} sx={{ fontSize: 16 }} />
        {STATE_WORDS[state]}
      </Box>
    ),
  },
  { title: 'Subject', width: 'minmax(200px, 3fr)', cell: (row) => <span title={row.subject}>{row.subject}</span> },
  { title: 'To', width: 'minmax(140px, 2fr)', cell: (row) => recipientsInShort(row.recipients) },
];

/** Notices, newest first, each with its delivery and its text; a test mail shows whether they arrive. */
export function NoticesPanel() {
  const [filter, setFilter] = useState<State | 'all'>('all');
  const [active, setActive] = useState(0);
  const list = useNotices(filter === 'all' ? null : filter);
  const status = useNoticesStatus().data;
  const timeZone = useServiceStatus().data?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const test = useTestMail();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its first row
  useEffect(() => setActive(0), [filter]);

  return (
    <>
      {status?.warning && !test.error && (
        <Alert severity="warning" variant="outlined" role="note">
          <strong>{status.warning.message}</strong> {status.warning.next}
        </Alert>
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1 }}>
        <ChoiceGroup label="Which notices" choices={FILTERS} value={filter} onChange={setFilter} />
        <Typography variant="body2" color="textSecondary" role="status" sx={{ flex: 1 }}>
          {countWords(list)}
        </Typography>
        <Button aria-busy={test.isPending} onClick={() => test.isPending || test.mutate()} sx={{ minWidth: 136 }}>
          {test.isPending ? 'Sending…' : 'Send Test Mail'}
        </Button>
      </Box>
      <ErrorNotice error={test.error ?? list.error} />
      {test.data && (
        <Alert severity={test.data.recipients.every(({ sent }) => sent) ? 'success' : 'warning'} variant="outlined">
          {testWords(test.data)}
        </Alert>
      )}
      <Box sx={{ flex: 1, minHeight: 120 }}>
        <VirtualTable
          key={filter}
          label="Notices"
          columns={columnsIn(timeZone)}
          count={list.rows.length}
          row={(index) => list.rows[index]}
          onRange={list.need}
          active={active}
          onActive={setActive}
        />
      </Box>
      <NoticeDetails notice={list.rows[active]} timeZone={timeZone} />
    </>
  );
}

function countWords({ rows, loading, more }: ReturnType<typeof useNotices>): string {
  if (rows.length === 0) return loading ? 'Reading…' : 'No notice.';
  return `${plural(rows.length, 'notice')}${more ? ', scroll for older ones' : ''}`;
}
