/** The invented accounts of the demonstration: always the same ones, and as mixed as a real server's. */
import { SERVICE_FLAGS } from '../core/seats/modules.ts';

export const DEMO_ACCOUNTS = 500;

const FIRST =
  'Ada Amir Anja Bente Bruno Carla Cem Chloé Daniel Dilara Edda Elias Emeka Erik Farah Felix Greta Hanna Hugo Ines Ivo Jana Jonas Karim Katrin Lars Leila Linus Maja Marek Mila Nadia Noah Olga Oskar Paula Pavel Rosa Ruben Sara Selim Signe Tara Theo Ulla Vera Viktor Wanda Yara Zoë';
const LAST =
  'Acker Berg Brandt Castell Dahl Ebert Falk Fischer Grönwald Haas Hoffmann Ibsen Jansen Keller Kowalski Lang Lindqvist Marek Meier Moreau Nilsson Novák Okafor Olsen Petrov Quist Richter Rossi Sander Schäfer Silva Steiner Thorsen Ullmann Vogel Wagner Weiss Yilmaz Zeller Zimmer';
const ROOMS = 'Alder Beech Cedar Elm Fir Hazel Larch Maple Oak Pine';
const LISTS = 'all announcements board engineering hr it news press sales safety support works-council';

/** Domains and what each withholds. */
export const DEMO_DOMAINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'alderfinch.example': {},
  'service.alderfinch.example': { D_SIP: '0', D_SMS: '0', D_FTP: '0' },
  'works.alderfinch.example': { D_IM: '0', D_Client_Desktop: '0', D_Client_Connector: '0', D_Meeting: '0' },
};
const [OFFICE = '', SERVICE = '', WORKS = ''] = Object.keys(DEMO_DOMAINS);

/** Chance of each service in the field, the shop and the office; what is not named is on everywhere. */
interface Profile {
  readonly domain: string;
  readonly chances: Readonly<Record<string, number>>;
}
const off = (...names: string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 0]));

const OFFICE_STAFF: Profile = {
  domain: OFFICE,
  chances: {
    U_ActiveSync: 0.32,
    U_Client_Desktop: 0.22,
    U_Client_Connector: 0.12,
    U_SIP: 0.55,
    U_SMS: 0.2,
    U_FTP: 0.1,
    ...off('U_SyncML'),
  },
};
const FIELD_STAFF: Profile = {
  domain: SERVICE,
  chances: {
    U_ActiveSync: 0.62,
    U_Archive: 0.8,
    U_WebDAV: 0.4,
    ...off('U_SyncML', 'U_Client_Desktop', 'U_Client_Connector'),
  },
};
const SHOP_STAFF: Profile = {
  domain: WORKS,
  chances: {
    U_GW: 0.35,
    U_TeamChat: 0.35,
    U_Archive: 0.5,
    ...off('U_WebDAV', 'U_WebDocuments', 'U_SIP', 'U_SMS', 'U_FTP', 'U_Meeting', 'U_ActiveSync', 'U_SyncML'),
  },
};

/** Mulberry32: numbers in [0, 1) that are the same on every machine. */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Row {
  readonly address: string;
  readonly name: string;
  /** U_Type */
  readonly type: number;
  readonly disabled: number;
  /** Service variable → on. */
  readonly services: Readonly<Record<string, boolean>>;
}

/** `Zoë Grönwald` → `zoe.gronwald` */
const localPart = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');

const everything = Object.fromEntries(SERVICE_FLAGS.map(({ accountVariable }) => [accountVariable, true]));

function staff(index: number, random: () => number): Row {
  const firsts = FIRST.split(' ');
  const lasts = LAST.split(' ');
  // Steps without a common divisor meet no pair twice.
  const name = `${firsts[index % firsts.length]} ${lasts[(index * 7 + Math.floor(index / firsts.length)) % lasts.length]}`;
  const share = random();
  const profile = share < 0.6 ? OFFICE_STAFF : share < 0.78 ? FIELD_STAFF : SHOP_STAFF;
  const services = Object.fromEntries(
    SERVICE_FLAGS.map(({ accountVariable }) => [accountVariable, random() < (profile.chances[accountVariable] ?? 1)]),
  );
  const disabled = random() < 0.05 ? 1 : 0;
  return { address: `${localPart(name)}@${profile.domain}`, name, type: 0, disabled, services };
}

const other = (address: string, name: string, type: number): Row => ({
  address,
  name,
  type,
  disabled: 0,
  services: everything,
});

/** Accounts that are no people: none of them uses a seat. */
function others(): Row[] {
  const lists = LISTS.split(' ').map((list) => other(`${list}@${OFFICE}`, `List ${list}`, 1));
  const rooms = ROOMS.split(' ').map((room) => other(`room-${room.toLowerCase()}@${OFFICE}`, `Room ${room}`, 8));
  return [
    ...lists,
    ...rooms,
    other(`office@${OFFICE}`, 'Office group', 7),
    other(`dispatch@${SERVICE}`, 'Dispatch group', 7),
    other(`alarm@${WORKS}`, 'Alarm notification', 3),
    other(`bounce@${OFFICE}`, 'Bounce handler', 2),
  ];
}

export function demoAccounts(): Row[] {
  const random = repeatable(20261121);
  const rest = others();
  return [...Array.from({ length: DEMO_ACCOUNTS - rest.length }, (_, index) => staff(index, random)), ...rest];
}

/** The same as a file to import. */
export function demoCsv(): string {
  const variables = SERVICE_FLAGS.map(({ accountVariable }) => accountVariable);
  const lines = demoAccounts().map((row) =>
    [row.address, row.name, row.type, row.disabled, ...variables.map((name) => (row.services[name] ? 1 : 0))].join(','),
  );
  return `${['address', 'name', 'type', 'disabled', ...variables].join(',')}\n${lines.join('\n')}\n`;
}
