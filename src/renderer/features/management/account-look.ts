/** How an account is told from others in the tree: an icon for its type, words for what is not usual. Pure. */
import {
  mdiAccountGroupOutline,
  mdiAccountOffOutline,
  mdiAccountOutline,
  mdiBellOutline,
  mdiBookAccountOutline,
  mdiConsole,
  mdiEmailMultipleOutline,
  mdiEmailSyncOutline,
  mdiHelpCircleOutline,
  mdiProjectorScreenOutline,
  mdiRoutes,
} from '@mdi/js';
import { ACCOUNT_TYPES, USER_TYPE } from '../../../core/seats/counted.ts';

/** In the order of ACCOUNT_TYPES. */
const ICONS = [
  mdiAccountOutline,
  mdiEmailMultipleOutline,
  mdiConsole,
  mdiBellOutline,
  mdiRoutes,
  mdiBookAccountOutline,
  mdiEmailSyncOutline,
  mdiAccountGroupOutline,
  mdiProjectorScreenOutline,
] as const satisfies { readonly length: typeof ACCOUNT_TYPES.length };

export interface AccountLook {
  readonly path: string;
  /** Undefined: a User account, as most are. */
  readonly type: string | undefined;
  readonly disabled: boolean;
}

export function accountLook({
  type,
  disabled: state,
}: {
  readonly type: number;
  readonly disabled: number;
}): AccountLook {
  const disabled = state !== 0;
  if (type === USER_TYPE)
    return { path: disabled ? mdiAccountOffOutline : mdiAccountOutline, type: undefined, disabled };
  return { path: ICONS[type] ?? mdiHelpCircleOutline, type: ACCOUNT_TYPES[type] ?? `Type ${type}`, disabled };
}
