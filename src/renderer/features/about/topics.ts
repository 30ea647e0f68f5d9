export interface Topic {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The documentation that every console carries. */
export const TOPICS: readonly Topic[] = [
  {
    title: 'First steps',
    paragraphs: [
      'Import the accounts of your mail server (File > Import Accounts…): a CSV file with a header line, LDIF, a Dovecot passwd-file, or a Postfix virtual mailbox or alias map. A trial run shows what would be created, updated and skipped; nothing changes until you import. Importing the same file again updates, it never doubles.',
      'Then activate a license (Help > License… > Activate License). Until then the built-in evaluation covers all modules for 30 days.',
    ],
  },
  {
    title: 'Used Seats',
    paragraphs: [
      'An account uses a seat of a module when it is a user account, is enabled, and has the module’s service switched on, on the account and on its domain. Mailing lists, groups, resources and other types never use a seat. An account uses one seat of a group, however many of its modules it has.',
      'A row with a red exclamation mark uses more seats than it has. Double-click the row, or press Enter, to see the accounts and why each counts; choose an account to see every condition.',
      'In that list a click on a heading sorts; Least Recently Used puts first who was never seen, then who has not come for longest. Over the Limit shows who is on trial, and until when. Export… saves the list as CSV.',
      'Free Unused Seats… switches a module off for accounts that did not use it for so many days: you see who, can leave out single accounts, and what it does to Used Seats, before anything changes. It can be undone.',
    ],
  },
  {
    title: 'Audit trail and usage history',
    paragraphs: [
      'Tools > Audit Trail… lists every change: when, who, from which client, what, how many, with what outcome; a search finds parts of it, Export… saves it as CSV. A change of services and policies can be undone from here while none of its accounts or domains was changed since.',
      'Tools > Usage History… draws Used Seats of each module day by day with the line of its seats, and says on which day they will be crossed at the present trend. Arrow keys move along the days; Table shows the same as rows. Days are kept for 400 days.',
    ],
  },
  {
    title: 'Activation',
    paragraphs: [
      'Online Activation needs your Order ID and a connection to the licensing server. Enter License Offline reads a license.xml; Retrieve License tells how to get one for this computer from any computer with a network. Both show what would change before anything is applied.',
      'A license belongs to one computer, known by its Reference ID. It can be activated on three different computers in its life, for migration; activating the same computer again is free.',
    ],
  },
  {
    title: 'Backup',
    paragraphs: [
      'Backup Settings (File menu) saves settings, domains, accounts, aliases and the license in one file. Restore Settings says what the file would replace before anything changes, and keeps what was replaced in the data folder.',
      'A license that is older than the one in force here is never brought back. On another computer the license of a backup leads to Reference ID Mismatch: retrieve one for that computer within seven days.',
    ],
  },
  {
    title: 'Status',
    paragraphs: [
      'OK: the license is valid here. Evaluation: the built-in evaluation, a trial, or a license that could not be re-validated. Reference ID Mismatch: the license was issued for another computer; retrieve a new one within seven days.',
      'In Emergency Mode settings cannot be changed, but services keep running, and entering a license, exporting it and asking for support are always possible.',
      'The Timeline tab of the License dialog shows, as a picture and as a list, what will happen if nobody acts: mails, re-validations, trials and renewal periods that end, stops. Validate Now asks the licensing server at once; it is done by itself about once a month, and tried again every hour while it fails.',
      'Renewal Period counts the days in which upgrades, definitions and support are included; the last day is 0.',
    ],
  },
  {
    title: 'Services, notices and logs',
    paragraphs: [
      'Tools > Service Status… shows the programs that stop and start the services of this server, how each ended, and what is tried again. A service that was stopped because of the license and is started by hand serves until midnight.',
      'Tools > Notices and Logs… lists every mail about the license with its delivery, sends a test mail, and shows the logs: new lines come in by themselves, until Pause.',
      'Tools > Licensing Server… sets the address of the licensing server and the proxy to it, and tests the way step by step. It can be changed at any time, also in Emergency Mode.',
      'A clock problem means that the system clock went back or forward by more than it should. Nothing is denied or stopped because of it; correct the clock, or confirm it in the License dialog.',
    ],
  },
];
