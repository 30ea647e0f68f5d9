import { mdiClose } from '@mdi/js';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useFrozenReason } from '../../app/frozen.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useManagement } from './state.ts';
import type { Change } from './use-change.ts';
import { usePreview } from './use-policies.ts';
import type { Target } from './use-target.ts';
import { previewWords, seatWords } from './words.ts';

interface ChangeBarProps {
  /** Undefined: nothing is selected. */
  readonly target: Target | undefined;
  readonly change: Change;
}

/**
 * Below the panel, always of one line: what the edits would do, how far saving is, what was done, and what was discarded
 * by selecting elsewhere. One place, so that nothing moves and nothing is covered.
 */
export function ChangeBar({ target, change }: ChangeBarProps) {
  const edited = useManagement((m) => Object.keys(m.edits).length > 0);
  return (
    <Box component="section" aria-label="Change" sx={bar}>
      {change.working ? (
        <Working change={change} />
      ) : target && edited ? (
        <Edited target={target} change={change} />
      ) : (
        <Unedited target={target} change={change} />
      )}
    </Box>
  );
}

const Working = ({ change }: { readonly change: Change }) => (
  <Box sx={line}>
    <Box sx={{ flex: 1 }}>
      <Progress label="Saving" done={change.job?.done ?? 0} total={change.job?.total ?? null} />
    </Box>
    <Button onClick={change.cancel}>Cancel</Button>
  </Box>
);

function Edited({ target, change }: { readonly target: Target; readonly change: Change }) {
  const { edits, dropEdits } = useManagement();
  const frozen = useFrozenReason();
  const { preview, error } = usePreview(target, edits);
  return (
    <>
      <ErrorNotice error={change.error ?? error} />
      <Box sx={line}>
        <Box role="status" sx={text}>
          {!preview && !error && 'Counting…'}
          {preview && (
            <>
              <strong>{previewWords(target.kind, preview)}</strong> {seatWords(preview)}
            </>
          )}
        </Box>
        <Button
          onClick={() => {
            dropEdits();
            change.forget();
          }}
        >
          Discard
        </Button>
        <ActionButton variant="contained" color="primary" reason={frozen} onClick={() => change.save(target, edits)}>
          Save
        </ActionButton>
      </Box>
    </>
  );
}

function Unedited({ target, change }: ChangeBarProps) {
  const { outcome, discarded, takeBack, forget } = useManagement();
  const frozen = useFrozenReason();
  const auditId = outcome?.auditId ?? null;
  return (
    <>
      <ErrorNotice error={change.error} />
      <Box sx={line}>
        <Box role="status" sx={text}>
          {outcome?.text ?? (discarded ? 'The change was not saved: selecting elsewhere has discarded it.' : '')}
        </Box>
        {auditId !== null && target && (
          <ActionButton reason={frozen} onClick={() => change.undo(target.kind, auditId)}>
            Undo
          </ActionButton>
        )}
        {!outcome && discarded && (
          <>
            <Button onClick={takeBack}>Take It Back</Button>
            <IconButton aria-label="Forget the discarded change" onClick={forget}>
              <Icon path={mdiClose} />
            </IconButton>
          </>
        )}
        {target && (
          <ActionButton variant="contained" color="primary" reason={frozen ?? 'Nothing was edited.'}>
            Save
          </ActionButton>
        )}
      </Box>
    </>
  );
}

const bar = { borderTop: '1px solid', borderColor: 'divider', px: 2, py: 1, flex: 'none' } as const;
const line = { display: 'flex', alignItems: 'center', gap: 1, minHeight: 40 } as const;
const text = { flex: 1, minWidth: 0, fontSize: '0.8125rem' } as const;
