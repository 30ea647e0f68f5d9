import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { ActionButton } from '../../ui/action-button.tsx';

interface ShowInManagementProps {
  /** Of the chosen row. */
  readonly address: string | undefined;
  readonly onShow: (address: string) => void;
}

/** From a list to the account itself, where its services are changed. */
export function ShowInManagement({ address, onShow }: ShowInManagementProps) {
  if (address === undefined) return <ActionButton reason="Choose an account first.">Show in Management</ActionButton>;
  return (
    <Tooltip title={`Goes to ${address}, as Enter on its row does`} describeChild>
      <Button onClick={() => onShow(address)}>Show in Management</Button>
    </Tooltip>
  );
}
