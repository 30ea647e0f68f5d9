import Button from '@mui/material/Button';
import { useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NO_LICENSE_REASON } from './reasons.ts';
import { MANAGE_PAGES, type useExportLicense, type useManagePage } from './use-license-actions.ts';

interface LicenseButtonsProps {
  readonly manage: ReturnType<typeof useManagePage>;
  readonly saving: ReturnType<typeof useExportLicense>;
  /** A license is installed, not the built-in evaluation. */
  readonly installed: boolean;
}

export function LicenseButtons({ manage, saving, installed }: LicenseButtonsProps) {
  const { open, tell } = useUi();

  function save(): void {
    manage.reset();
    if (saving.isPending) return;
    saving.mutate(undefined, { onSuccess: (saved) => saved && tell({ text: 'The license was saved.' }) });
  }
  return (
    <>
      <MenuButton
        label="Activate License"
        choices={[
          { id: 'online', label: 'Online Activation…', run: () => open({ kind: 'activate-online' }) },
          { id: 'file', label: 'Enter License Offline…', run: () => open({ kind: 'activate-file', retrieve: false }) },
          { id: 'retrieve', label: 'Retrieve License…', run: () => open({ kind: 'activate-file', retrieve: true }) },
        ]}
      />
      <MenuButton
        label="Manage License"
        choices={MANAGE_PAGES.map(({ page, label }) => ({
          id: page,
          label,
          run: () => {
            saving.reset();
            manage.mutate(page);
          },
        }))}
      />
      <Button onClick={() => open({ kind: 'support' })}>Request Support</Button>
      <ActionButton onClick={save} reason={installed ? undefined : NO_LICENSE_REASON}>
        Export License
      </ActionButton>
    </>
  );
}
