import { mdiCheckCircle, mdiCloudOffOutline, mdiSync } from '@mdi/js';
import Box from '@mui/material/Box';
import { Icon } from '../ui/icon.tsx';
import { JOB_WORDS } from '../ui/job-words.ts';
import { useAbout, useJobs } from './queries.ts';
import { type Connection, useUi } from './store.ts';

const WORDS: Record<Connection, { readonly path: string; readonly text: string }> = {
  connecting: { path: mdiSync, text: 'Connecting…' },
  connected: { path: mdiCheckCircle, text: 'Connected' },
  lost: { path: mdiCloudOffOutline, text: 'Not connected' },
  'signed-out': { path: mdiCloudOffOutline, text: 'Signed out' },
};

/** Connection, the service's version, and what it is working on. */
export function StatusBar() {
  const connection = useUi((ui) => ui.connection);
  const about = useAbout().data;
  const running = (useJobs().data ?? []).filter((job) => job.state === 'running');
  const host = about?.host === 'console' ? 'hosted by this console' : 'background service';
  return (
    <Box
      component="footer"
      sx={{
        display: 'flex',
        gap: 2,
        px: 2,
        minHeight: 28,
        alignItems: 'center',
        fontSize: '0.75rem',
        color: 'text.secondary',
        borderTop: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Box component="span" role="status" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
        <Icon
          path={WORDS[connection].path}
          color={connection === 'lost' || connection === 'signed-out' ? 'error' : 'inherit'}
          sx={{ fontSize: 14 }}
        />
        {WORDS[connection].text}
      </Box>
      {about && (
        <span>
          Version {about.version}, {host}
        </span>
      )}
      <Box sx={{ flex: 1 }} />
      {running.map((job) => (
        <span key={job.id}>
          {JOB_WORDS[job.kind].doing}… {job.total ? `${Math.floor((job.done / job.total) * 100)} %` : ''}
        </span>
      ))}
    </Box>
  );
}
