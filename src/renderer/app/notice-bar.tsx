import Alert from '@mui/material/Alert';
import Portal from '@mui/material/Portal';
import Snackbar from '@mui/material/Snackbar';
import { useUi } from './store.ts';

const SHOW_FOR = 6000;

/** What a menu command has to tell. Good news leaves by itself; an error stays until it was read. */
export function NoticeBar() {
  const { notice, tell } = useUi();
  if (!notice) return null;
  const error = 'error' in notice ? notice.error : null;
  return (
    <Portal>
      <Snackbar
        open
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        autoHideDuration={error ? null : SHOW_FOR}
        onClose={(_event, reason) => reason !== 'clickaway' && tell(null)}
      >
        <Alert
          severity={error ? 'error' : 'success'}
          variant="filled"
          onClose={() => tell(null)}
          sx={{ maxWidth: 640 }}
        >
          {error ? (
            <>
              <strong>{error.message}</strong> {error.next}
            </>
          ) : (
            'text' in notice && notice.text
          )}
        </Alert>
      </Snackbar>
    </Portal>
  );
}
