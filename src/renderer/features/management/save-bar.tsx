import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useFrozenReason } from '../../app/frozen.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useManagement } from './state.ts';
import type { Change } from './use-change.ts';
import { usePreview } from './use-policies.ts';
import type { Target } from './use-target.ts';
import { previewWords, seatWords } from './words.ts';

interface SaveBarProps {
  readonly target: Target;
  readonly change: Change;
}

/** Below the panel: what the edits would do, Save, how far it is, what was done. Of a fixed height. */
export function SaveBar({ target, change }: SaveBarProps) {
  const { edits, outcome, dropEdits } = useManagement();
  const frozen = useFrozenReason();
  const edited = Object.keys(edits).length > 0;
  const { preview, error } = usePreview(target, edits);
  const { auditId } = outcome ?? { auditId: null };
  if (change.working) return <Working change={change} />;
  return (
    <Box component="section" aria-label="Change" sx={bar}>
      <ErrorNotice error={change.error ?? (edited ? error : null)} />
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 40 }}>
        <Box role="status" sx={{ flex: 1, minWidth: 0, fontSize: '0.8125rem' }}>
          {edited && !preview && !error && 'Counting…'}
          {edited && preview && (
            <>
              <strong>{previewWords(target.kind, preview)}</strong> {seatWords(preview)}
            </>
          )}
          {!edited && outcome?.text}
        </Box>
        {!edited && auditId !== null && (
          <ActionButton reason={frozen} onClick={() => change.undo(target.kind, auditId)}>
            Undo
          </ActionButton>
        )}
        {edited && (
          <Button
            onClick={() => {
              dropEdits();
              change.forget();
            }}
          >
            Discard
          </Button>
        )}
        <ActionButton
          variant="contained"
          color="primary"
          reason={frozen ?? (edited ? undefined : 'Nothing was edited.')}
          onClick={() => change.save(target, edits)}
        >
          Save
        </ActionButton>
      </Box>
    </Box>
  );
}

const Working = ({ change }: { readonly change: Change }) => (
  <Box component="section" aria-label="Change" sx={bar}>
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 40 }}>
      <Box sx={{ flex: 1 }}>
        <Progress label="Saving" done={change.job?.done ?? 0} total={change.job?.total ?? null} />
      </Box>
      <Button onClick={change.cancel}>Cancel</Button>
    </Box>
  </Box>
);

const bar = { borderTop: '1px solid', borderColor: 'divider', px: 2, py: 1, flex: 'none' } as const;
