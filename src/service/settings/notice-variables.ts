/** Who is told about the license, and how; and how long logs are kept (LICENSING 5). */

import { validAddress } from '../notices/recipients.ts';
import { parseMailServer } from '../notices/smtp.ts';
import { hidePassword } from './secret-address.ts';
import type { StoredVariable } from './variables.ts';

const MOST_ADDRESSES = 50;
const LONGEST_DAYS = 3_650;

const oneAddress = (text: string): string | undefined => (text.trim() === '' ? '' : validAddress(text));

/** `a@example.com, b@example.com`: each once. */
export const splitAddresses = (text: string): string[] =>
  text
    .split(/[,;\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function addressList(text: string): string | undefined {
  const addresses = splitAddresses(text).map(validAddress);
  if (addresses.length > MOST_ADDRESSES || addresses.includes(undefined)) return undefined;
  return [...new Set(addresses)].join(', ');
}

const MAIL_ADDRESS = 'one mail address, or empty';

export const NOTICE_VARIABLES: readonly StoredVariable[] = [
  {
    name: 'C_Notice_SMTP',
    description:
      'Mail server for notices, like smtp://user:password@host:25 or smtps://host; empty: as in seatkeeper.toml',
    initial: ({ notices }) => notices.smtp,
    parse: (text) => (text.trim() === '' || parseMailServer(text.trim()) ? text.trim() : undefined),
    values: 'an address like smtp://127.0.0.1:25 or smtps://user:password@mail.example.com, or empty',
    shown: hidePassword,
  },
  {
    name: 'C_Notice_From',
    description: 'Sender of notices; empty: the postmaster',
    initial: () => '',
    parse: oneAddress,
    values: MAIL_ADDRESS,
  },
  {
    name: 'C_Notice_Postmaster',
    description: 'Who looks after this server and gets every notice; empty: as in seatkeeper.toml',
    initial: ({ notices }) => notices.postmaster,
    parse: oneAddress,
    values: MAIL_ADDRESS,
  },
  {
    name: 'C_Notice_Vendor',
    description: 'The vendor’s address for notices of an expired Emergency Mode; empty: as in seatkeeper.toml',
    initial: ({ notices }) => notices.vendor,
    parse: oneAddress,
    values: MAIL_ADDRESS,
  },
  {
    name: 'C_Notice_Also',
    description: 'More recipients of every notice, with commas between; empty: as in seatkeeper.toml',
    initial: ({ notices }) => notices.also.join(', '),
    parse: addressList,
    values: `up to ${MOST_ADDRESSES} mail addresses with commas between, or empty`,
  },
  {
    name: 'C_System_Logging_DeleteOlder',
    description: 'Log files are deleted after that many days; 0: never',
    initial: () => '30',
    parse: (text) => (/^\d{1,4}$/.test(text.trim()) && Number(text) <= LONGEST_DAYS ? String(Number(text)) : undefined),
    values: `a number of days from 0 to ${LONGEST_DAYS}`,
  },
];
