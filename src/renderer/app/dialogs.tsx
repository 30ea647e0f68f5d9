import { AboutDialog } from '../features/about/about-dialog.tsx';
import { DocumentationDialog } from '../features/about/documentation-dialog.tsx';
import { FileActivation } from '../features/activation/file-activation.tsx';
import { OnlineActivation } from '../features/activation/online-activation.tsx';
import { AuditDialog } from '../features/audit/audit-dialog.tsx';
import { BackupDialog } from '../features/backup/backup-dialog.tsx';
import { RestoreDialog } from '../features/backup/restore-dialog.tsx';
import { ImportDialog } from '../features/import/import-dialog.tsx';
import { ConfirmClock } from '../features/license/confirm-clock.tsx';
import { LicenseDialog } from '../features/license/license-dialog.tsx';
import { LicensingServerDialog } from '../features/licensing-server/licensing-server-dialog.tsx';
import { DeleteAccountsDialog, DeleteDomainDialog } from '../features/management/delete-dialog.tsx';
import { NewAccountDialog, NewDomainDialog, RenameAccountDialog } from '../features/management/name-dialogs.tsx';
import { NoticesDialog } from '../features/notices/notices-dialog.tsx';
import { AccountsDialog } from '../features/seats/accounts-dialog.tsx';
import { FreeSeatsDialog } from '../features/seats/free-seats-dialog.tsx';
import { RunProgram } from '../features/service/run-program.tsx';
import { ServiceStatusDialog } from '../features/service/service-status-dialog.tsx';
import { SupportDialog } from '../features/support/support-dialog.tsx';
import { UsageDialog } from '../features/usage/usage-dialog.tsx';
import type { Command, CommandId } from './commands.ts';
import { Palette } from './palette.tsx';
import { type OpenDialog, useUi } from './store.ts';

type Commands = Record<CommandId, Command>;

/** The open dialogs, the last one on top. */
export function Dialogs({ commands }: { readonly commands: Commands }) {
  const dialogs = useUi((ui) => ui.dialogs);
  return dialogs.map((dialog) => <OneDialog key={dialog.kind} dialog={dialog} commands={commands} />);
}

function OneDialog({ dialog, commands }: { readonly dialog: OpenDialog; readonly commands: Commands }) {
  switch (dialog.kind) {
    case 'license':
      return <LicenseDialog tab={dialog.tab} />;
    case 'confirm-clock':
      return <ConfirmClock />;
    case 'service-status':
      return <ServiceStatusDialog />;
    case 'run-program':
      return <RunProgram action={dialog.action} module={dialog.module} />;
    case 'notices':
      return <NoticesDialog />;
    case 'audit':
      return <AuditDialog />;
    case 'licensing-server':
      return <LicensingServerDialog />;
    case 'activate-online':
      return <OnlineActivation />;
    case 'activate-file':
      return <FileActivation retrieve={dialog.retrieve} />;
    case 'accounts':
      return <AccountsDialog scope={dialog.scope} />;
    case 'free-seats':
      return <FreeSeatsDialog module={dialog.module} />;
    case 'usage':
      return <UsageDialog module={dialog.module} />;
    case 'new-domain':
      return <NewDomainDialog />;
    case 'new-account':
      return <NewAccountDialog domain={dialog.domain} />;
    case 'rename-account':
      return <RenameAccountDialog address={dialog.address} />;
    case 'delete-accounts':
      return <DeleteAccountsDialog set={dialog.set} address={dialog.address} />;
    case 'delete-domain':
      return <DeleteDomainDialog name={dialog.name} />;
    case 'import':
      return <ImportDialog />;
    case 'backup':
      return <BackupDialog />;
    case 'restore':
      return <RestoreDialog />;
    case 'support':
      return <SupportDialog />;
    case 'documentation':
      return <DocumentationDialog />;
    case 'about':
      return <AboutDialog />;
    case 'palette':
      return <Palette commands={commands} />;
  }
}
