/** Values that say nothing about the machine: whole series of boards share them, so they are missing (LICENSING 3). */

/** Written by firmware makers where nobody filled in a number. Lower case, without anything but letters and digits. */
const EMPTY_SERIALS = new Set([
  'tobefilledbyoem',
  'tobefilledbyoemtobefilledbyoem',
  'defaultstring',
  'none',
  'notspecified',
  'notapplicable',
  'notavailable',
  'notprovided',
  'notpresent',
  'nothing',
  'na',
  'null',
  'undefined',
  'unknown',
  'invalid',
  'empty',
  'oem',
  'system',
  'serial',
  'serialnumber',
  'systemserialnumber',
  'baseboardserialnumber',
  'boardserialnumber',
  'type2boardserialnumber',
  'chassisserialnumber',
  'default',
  'sernum0',
  '0123456789',
  '1234567890',
  '123456789',
  '12345678',
  '0123456789abcdef',
]);

const EMPTY_UUIDS = new Set([
  '03000200040005000006000700080009',
  '00020003000400050006000700080009',
  '07090201000000000000000000000000',
  '12345678123456789012123456789012',
  '12345678123412341234123456789abc',
  '123456781234567890abcddeefaabbcc',
  '11111111222233334444555555555555',
  '00112233445566778899aabbccddeeff',
]);

const SHORTEST_SERIAL = 4;

/** A serial number as hardware gives it, without blanks around it and between; empty: it says nothing. */
export function usefulSerial(text: string): string {
  // Drives pad their numbers with blanks and control characters.
  const serial = text
    .replace(/\p{Cc}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const core = serial.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (core.length < SHORTEST_SERIAL || EMPTY_SERIALS.has(core)) return '';
  return new Set(core).size < 2 ? '' : serial;
}

/** An SMBIOS or system UUID in lower case with hyphens; empty: it says nothing. */
export function usefulUuid(text: string): string {
  const uuid = text.trim().toLowerCase();
  if (!/^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/.test(uuid)) return '';
  const digits = uuid.replaceAll('-', '');
  // Zeros, FF…, FEFE…: real ones have more than two kinds of digits.
  if (new Set(digits).size < 3 || EMPTY_UUIDS.has(digits)) return '';
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A permanent hardware address `00:1b:21:…`; empty: virtual (locally administered), a group's, or none at all. */
export function usefulMac(text: string): string {
  const digits = text.trim().toLowerCase().replace(/[:-]/g, '');
  if (!/^[0-9a-f]{12}$/.test(digits) || new Set(digits).size < 2) return '';
  const first = Number.parseInt(digits.slice(0, 2), 16);
  const local = (first & 2) !== 0;
  const group = (first & 1) !== 0;
  return local || group ? '' : (digits.match(/../g)?.join(':') ?? '');
}

/** node-machine-id falls back to the host name, or to nothing: only a real id counts. */
export function usefulMachineId(text: string): string {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(id.replaceAll('-', '')) && usefulUuid(id) !== '' ? id : '';
}
