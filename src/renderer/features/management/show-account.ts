import { useUi } from '../../app/store.ts';
import { useManagement } from './state.ts';

/** From anywhere: closes the dialogs, turns to Management and selects the account there. */
export function showAccount(address: string): void {
  useManagement.setState({ wanted: { kind: 'accounts', key: address, fromElsewhere: true } });
  useUi.getState().goTo('management');
}
