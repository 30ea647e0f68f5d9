import { useState } from 'react';
import type { ModuleId } from '../../../core/seats/modules.ts';
import { moduleOf } from '../../../core/seats/modules.ts';
import { useUi } from '../../app/store.ts';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { FreeSeatsDone } from './free-seats-done.tsx';
import { FreeSeatsReview } from './free-seats-review.tsx';
import type { Freed } from './use-free-seats.ts';

/** Accounts of a row > Free Unused Seats…: who has not used the module for long, reviewed, then turned off at once. */
export function FreeSeatsDialog({ module }: { readonly module: ModuleId }) {
  const close = useUi((ui) => ui.close);
  const [freed, setFreed] = useState<Freed>();
  const leave = () => close('free-seats');
  return (
    <WindowDialog
      title={`Free Unused Seats of ${moduleOf(module).name}`}
      width={freed ? 'medium' : 'wide'}
      tall={!freed}
      onClose={leave}
    >
      {freed === undefined ? (
        <FreeSeatsReview module={module} onDone={setFreed} onLeave={leave} />
      ) : (
        <FreeSeatsDone module={module} freed={freed} onLeave={leave} />
      )}
    </WindowDialog>
  );
}
