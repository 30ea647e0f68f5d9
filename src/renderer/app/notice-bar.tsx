import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Portal from '@mui/material/Portal';
import { useEffect } from 'react';
import { useUi } from './store.ts';

const SHOW_FOR = 6000;

/** What has to be told. Good news leaves by itself; an error, and what offers to do something, stays until it was read. */
export function NoticeBar() {
  const { notice, tell } = useUi();
  const error = notice && 'error' in notice ? notice.error : null;
  const action = notice && 'text' in notice ? notice.action : undefined;
  useEffect(() => {
    if (!notice || error || action) return;
    const timer = setTimeout(() => tell(null), SHOW_FOR);
    return () => clearTimeout(timer);
  }, [notice, error, action, tell]);
  if (!notice) return null;
  return (
    <Portal>
      <Box
        role="region"
        aria-label="Notice"
        sx={{ position: 'fixed', bottom: 40, left: '50%', transform: 'translateX(-50%)', zIndex: 'snackbar' }}
      >
        <Alert
          severity={error ? 'error' : 'info'}
          variant="outlined"
          onClose={() => tell(null)}
          sx={{ maxWidth: 640, backgroundColor: 'background.paper', boxShadow: 6 }}
        >
          {error ? (
            <>
              <strong>{error.message}</strong> {error.next}
            </>
          ) : (
            'text' in notice && notice.text
          )}
          {action && (
            <Button
              variant="text"
              color="primary"
              sx={{ ml: 1, minHeight: 24, py: 0 }}
              onClick={() => {
                tell(null);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
        </Alert>
      </Box>
    </Portal>
  );
}
