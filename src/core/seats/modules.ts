/** The modules a license can name, and the service flags through which an account holds one (LICENSING 1). */

export const MODULE_IDS = [
  'mail',
  'webclient',
  'archive',
  'antispam',
  'antivirus',
  'quarantine',
  'groupware',
  'im',
  'voip',
  'sms',
  'ftp',
  'webdav',
  'webdocuments',
  'teamchat',
  'meetings',
  'activesync',
  'syncml',
  'outlooksync',
  'desktop',
] as const;
export type ModuleId = (typeof MODULE_IDS)[number];

export const GROUP_IDS = ['communication', 'security', 'collaboration', 'mobile', 'desktop'] as const;
export type GroupId = (typeof GROUP_IDS)[number];

export type Category = 'Server' | 'Client';

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly category: Category;
}

export const GROUPS: readonly Group[] = [
  { id: 'communication', name: 'Communication', category: 'Server' },
  { id: 'security', name: 'Security', category: 'Server' },
  { id: 'collaboration', name: 'Collaboration', category: 'Server' },
  { id: 'mobile', name: 'Mobile', category: 'Client' },
  { id: 'desktop', name: 'Desktop', category: 'Client' },
];

/** One service flag: a bit of `account.flags`, and of `domain.flags` where a domain can withhold it. */
export interface ServiceFlag {
  /** Position in the bit mask, 0..19. Stored in databases: never renumber. */
  readonly bit: number;
  readonly accountVariable: string;
  /** Absent: a domain cannot withhold this service; its bit is always set on the domain. */
  readonly domainVariable?: string;
  /** What the person sees beside the check box. */
  readonly name: string;
  readonly module: ModuleId;
}

const flag = (
  bit: number,
  accountVariable: string,
  domainVariable: string | undefined,
  module: ModuleId,
  name: string,
): ServiceFlag => ({ bit, accountVariable, ...(domainVariable === undefined ? {} : { domainVariable }), module, name });

export const SERVICE_FLAGS: readonly ServiceFlag[] = [
  flag(0, 'U_SMTP', undefined, 'mail', 'SMTP'),
  flag(1, 'U_POP3IMAP', undefined, 'mail', 'POP3 and IMAP'),
  flag(2, 'U_WebMail', undefined, 'webclient', 'Web Client'),
  flag(3, 'U_Archive', 'D_Archive', 'archive', 'Archive'),
  flag(4, 'U_AS', 'D_AntiSpam', 'antispam', 'AntiSpam'),
  flag(5, 'U_AVScan', 'D_AVScan', 'antivirus', 'AntiVirus'),
  flag(6, 'U_Quarantine', 'D_ChallengeResponse', 'quarantine', 'Quarantine'),
  flag(7, 'U_GW', 'D_Calendar', 'groupware', 'GroupWare'),
  flag(8, 'U_IM', 'D_IM', 'im', 'Instant Messaging'),
  flag(9, 'U_SIP', 'D_SIP', 'voip', 'VoIP'),
  flag(10, 'U_SMS', 'D_SMS', 'sms', 'SMS'),
  flag(11, 'U_FTP', 'D_FTP', 'ftp', 'FTP'),
  flag(12, 'U_WebDAV', 'D_WebDAV', 'webdav', 'WebDAV'),
  flag(13, 'U_WebDocuments', 'D_WebDocuments', 'webdocuments', 'WebDocuments'),
  flag(14, 'U_TeamChat', 'D_TeamChat', 'teamchat', 'TeamChat'),
  flag(15, 'U_Meeting', 'D_Meeting', 'meetings', 'Meetings'),
  flag(16, 'U_ActiveSync', 'D_ActiveSync', 'activesync', 'ActiveSync'),
  flag(17, 'U_SyncML', 'D_SyncML', 'syncml', 'SyncML'),
  flag(18, 'U_Client_Connector', 'D_Client_Connector', 'outlooksync', 'Outlook Sync'),
  flag(19, 'U_Client_Desktop', 'D_Client_Desktop', 'desktop', 'Desktop Client'),
];

/** Every service on: what a new account and a new domain have. */
export const ALL_FLAGS = SERVICE_FLAGS.reduce((mask, f) => mask | (1 << f.bit), 0);

/** Bits that no domain variable can switch off: always set in `domain.flags`. */
export const DOMAIN_FIXED_FLAGS = SERVICE_FLAGS.reduce(
  (mask, f) => (f.domainVariable === undefined ? mask | (1 << f.bit) : mask),
  0,
);

export interface Module {
  readonly id: ModuleId;
  readonly name: string;
  readonly group: GroupId;
  readonly category: Category;
  /** Bits of `account.flags` that hold this module; one is enough. */
  readonly mask: number;
}

const maskOf = (id: ModuleId): number =>
  SERVICE_FLAGS.reduce((mask, f) => (f.module === id ? mask | (1 << f.bit) : mask), 0);

const define = (id: ModuleId, name: string, group: GroupId): Module => ({
  id,
  name,
  group,
  category: group === 'mobile' || group === 'desktop' ? 'Client' : 'Server',
  mask: maskOf(id),
});

export const MODULES: readonly Module[] = [
  define('mail', 'Mail Server', 'communication'),
  define('webclient', 'Web Client', 'communication'),
  define('archive', 'Archive', 'communication'),
  define('antispam', 'AntiSpam', 'security'),
  define('antivirus', 'AntiVirus', 'security'),
  define('quarantine', 'Quarantine', 'security'),
  define('groupware', 'GroupWare', 'collaboration'),
  define('im', 'Instant Messaging', 'collaboration'),
  define('voip', 'VoIP', 'collaboration'),
  define('sms', 'SMS', 'collaboration'),
  define('ftp', 'FTP', 'collaboration'),
  define('webdav', 'WebDAV', 'collaboration'),
  define('webdocuments', 'WebDocuments', 'collaboration'),
  define('teamchat', 'TeamChat', 'collaboration'),
  define('meetings', 'Meetings', 'collaboration'),
  define('activesync', 'ActiveSync', 'mobile'),
  define('syncml', 'SyncML', 'mobile'),
  define('outlooksync', 'Outlook Sync', 'desktop'),
  define('desktop', 'Desktop Client', 'desktop'),
];

const modulesById = new Map<string, Module>(MODULES.map((m) => [m.id, m]));
const groupsById = new Map<string, Group>(GROUPS.map((g) => [g.id, g]));

export const isModuleId = (id: string): id is ModuleId => modulesById.has(id);
export const isGroupId = (id: string): id is GroupId => groupsById.has(id);

export function moduleOf(id: ModuleId): Module {
  const found = modulesById.get(id);
  if (!found) throw new Error(`no such module: ${id}`);
  return found;
}

export function groupOf(id: GroupId): Group {
  const found = groupsById.get(id);
  if (!found) throw new Error(`no such group: ${id}`);
  return found;
}

/** The bits of all modules of a group. */
export const groupMask = (id: GroupId): number =>
  MODULES.reduce((mask, m) => (m.group === id ? mask | m.mask : mask), 0);

const byAccountVariable = new Map(SERVICE_FLAGS.map((f) => [f.accountVariable.toLowerCase(), f]));
const byDomainVariable = new Map(
  SERVICE_FLAGS.flatMap((f) => (f.domainVariable === undefined ? [] : [[f.domainVariable.toLowerCase(), f] as const])),
);

/** Variable names are case-insensitive (LICENSING 1). */
export const flagOfAccountVariable = (name: string): ServiceFlag | undefined =>
  byAccountVariable.get(name.toLowerCase());
export const flagOfDomainVariable = (name: string): ServiceFlag | undefined => byDomainVariable.get(name.toLowerCase());
