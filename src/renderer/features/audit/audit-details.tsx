import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { AuditRow } from '../../../contract/schemas-audit.ts';
import { useFrozenReason } from '../../app/frozen.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { detailsBox } from '../../ui/details-box.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { UndoDialog } from './undo-dialog.tsx';
import { useUndoState } from './use-audit.ts';
import { actionWords, courseWords, undoWords } from './words.ts';

interface AuditDetailsProps {
  readonly row: AuditRow | undefined;
  readonly timeZone: string;
}

/** The chosen row in full, and whether it can be undone. Of a fixed height, so that nothing moves. */
export function AuditDetails({ row, timeZone }: AuditDetailsProps) {
  const [asking, setAsking] = useState<{ readonly row: AuditRow; readonly rows: number }>();
  return (
    // What was done may be long and scrolls, so the section takes the focus.
    <Box component="section" aria-label="Row in full" tabIndex={0} sx={{ ...detailsBox, height: 132 }}>
      {row === undefined ? (
        <Typography color="textSecondary">Choose a row to see it in full.</Typography>
      ) : (
        <>
          <Typography variant="h3" component="p" sx={{ overflowWrap: 'anywhere' }}>
            {row.id}. {actionWords(row.action)}
            {row.what !== '' && `: ${row.what}`}
          </Typography>
          <Typography variant="body2">{courseWords(row, timeZone)}</Typography>
          <Undo row={row} onAsk={(rows) => setAsking({ row, rows })} />
        </>
      )}
      {asking && <UndoDialog row={asking.row} rows={asking.rows} onClose={() => setAsking(undefined)} />}
    </Box>
  );
}

function Undo({ row, onAsk }: { readonly row: AuditRow; readonly onAsk: (rows: number) => void }) {
  const frozen = useFrozenReason();
  const state = useUndoState(row);
  const check = state.data;
  if (check?.state === 'none' || (!check && !row.undoable)) return null;
  const words = check ? undoWords(row, check) : 'Looking whether it can be undone…';
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, mt: 1, pl: '2px' }}>
        <ActionButton
          reason={check?.state === 'possible' ? frozen : words}
          onClick={() => check && onAsk(check.rows)}
          sx={{ minWidth: 72 }}
        >
          Undo…
        </ActionButton>
        <Typography variant="body2" role="status">
          {state.error ? '' : words}
        </Typography>
      </Box>
      <ErrorNotice error={state.error} onRetry={() => void state.refetch()} />
    </>
  );
}
