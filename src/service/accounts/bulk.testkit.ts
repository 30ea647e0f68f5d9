/** A small server of a few domains with accounts of every sort, and sets of them with what they mean. */
import fc from 'fast-check';
import type { AccountSet, AccountSetPart, DomainSet } from '../../contract/schemas-sets.ts';
import type { Variables } from '../../core/accounts/variables.ts';
import type { TestServer } from '../store/store.testkit.ts';

export const DOMAINS = ['a.example', 'ab.example', 'b.example', 'müller.example'] as const;
/** As they are stored. */
const KEYS = ['a.example', 'ab.example', 'b.example', 'xn--mller-kva.example'] as const;
export const LOCALS = ['al', 'Alba', "o'neil", '%', 'zoë', '"two words"', 'z'.repeat(64)];
const NAMES = ['', 'Al Émile', "Robert'); drop table account;--", '100 %', '_'];

export interface Row {
  readonly address: string;
  readonly name: string;
}
interface Sayable<Part> {
  readonly part: Part;
  readonly has: (row: Row) => boolean;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
const localOf = (address: string): string => address.slice(0, address.lastIndexOf('@'));
const found =
  (search: string) =>
  ({ address, name }: Row): boolean =>
    [address, name].some((text) => text.toLowerCase().includes(search.trim().toLowerCase()));
/** SQLite compares the bytes. */
const order = (address: string): Buffer => Buffer.from(`${domainOf(address)}\0${localOf(address)}`);
const key = (address: string): string => address.toLowerCase().replace('müller', 'xn--mller-kva');

const domain = fc.nat(DOMAINS.length - 1);
export const address = fc.tuple(fc.constantFrom(...LOCALS), domain).map(([l, d]) => `${l}@${DOMAINS[d]}`);
const search = fc.constantFrom('', '', ' ', 'AL', '%', '_', "'", 'example', 'ë', 'Émile', 'nobody');

const mask: fc.Arbitrary<Sayable<string>> = fc.oneof(
  fc.constant({ part: '*@*', has: () => true }),
  domain.map((d) => ({ part: `*@${DOMAINS[d]}`, has: ({ address: a }: Row) => domainOf(a) === KEYS[d] })),
  fc.constantFrom('al*@*', 'Z*@*', '%*@*').map((text) => ({
    part: text,
    has: ({ address: a }: Row) => a.startsWith(text.slice(0, text.indexOf('*')).toLowerCase()),
  })),
  address.map((text) => ({ part: text, has: ({ address: a }: Row) => a === key(text) })),
);

const domainSet: fc.Arbitrary<Sayable<DomainSet>> = fc
  .tuple(
    fc.oneof(
      search.map((text) => ({
        part: { kind: 'mask' as const, mask: '*', search: text },
        has: (name: string) => name.includes(text.trim().toLowerCase()),
      })),
      fc.uniqueArray(domain, { minLength: 1, maxLength: 2 }).map((ds) => ({
        part: { kind: 'names' as const, names: ds.map((d) => DOMAINS[d] ?? '') },
        has: (name: string) => ds.some((d) => KEYS[d] === name),
      })),
      fc.tuple(domain, domain).map(([from, to]) => ({
        part: { kind: 'range' as const, search: '', from: DOMAINS[from] ?? '', to: DOMAINS[to] ?? '' },
        has: (name: string) => {
          const ends = [KEYS[from] ?? '', KEYS[to] ?? ''].sort();
          return name >= (ends[0] ?? '') && name <= (ends[1] ?? '');
        },
      })),
    ),
    fc.uniqueArray(domain, { maxLength: 1 }),
  )
  .map(([{ part, has }, except]) => ({
    part: { parts: [part], except: except.map((d) => DOMAINS[d] ?? '') },
    has: ({ address: a }) => has(domainOf(a)) && !except.some((d) => KEYS[d] === domainOf(a)),
  }));

const part: fc.Arbitrary<Sayable<AccountSetPart>> = fc.oneof(
  fc.tuple(mask, search).map(([of, text]) => ({
    part: { kind: 'mask' as const, mask: of.part, search: text },
    has: (row: Row) => of.has(row) && found(text)(row),
  })),
  fc.tuple(mask, search, address, address).map(([of, text, from, to]) => ({
    part: { kind: 'range' as const, mask: of.part, search: text, from, to },
    has: (row: Row) => {
      const [low, high] = [order(key(from)), order(key(to))].sort(Buffer.compare);
      const at = order(row.address);
      if (!low || !high || Buffer.compare(at, low) < 0 || Buffer.compare(at, high) > 0) return false;
      return of.has(row) && found(text)(row);
    },
  })),
  fc.array(address, { minLength: 1, maxLength: 4 }).map((addresses) => ({
    part: { kind: 'addresses' as const, addresses },
    has: ({ address: a }: Row) => addresses.some((one) => key(one) === a),
  })),
  domainSet.map(({ part: domains, has }) => ({ part: { kind: 'domains' as const, domains }, has })),
);

/** A set, and which accounts it means. */
export const anySet: fc.Arbitrary<Sayable<AccountSet>> = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.array(address, { maxLength: 3 }))
  .map(([parts, except]) => ({
    part: { parts: parts.map((one) => one.part), except },
    has: (row) => parts.some((one) => one.has(row)) && !except.some((one) => key(one) === row.address),
  }));
export const anyDomainSet = domainSet;

const bit = fc.constantFrom('0', '1');
export const accountVariables: fc.Arbitrary<Variables> = fc
  .record(
    {
      U_IM: bit,
      u_smtp: bit,
      U_POP3IMAP: bit,
      U_WebMail: bit,
      U_Type: fc.constantFrom('0', 'User', '7'),
      U_AccountDisabled: fc.constantFrom('0', '1', 'true'),
      U_Name: fc.constantFrom(...NAMES),
    },
    { requiredKeys: [] },
  )
  .filter((variables) => Object.keys(variables).length > 0);
export const domainVariables: fc.Arbitrary<Variables> = fc
  .record({ D_IM: bit, d_calendar: bit, D_AVScan: bit }, { requiredKeys: [] })
  .filter((variables) => Object.keys(variables).length > 0);

export async function fill(server: TestServer): Promise<void> {
  for (const [d, name] of DOMAINS.entries()) {
    await server.domains.create({ name, variables: d === 1 ? { D_IM: '0' } : {} });
    for (const [n, local] of LOCALS.entries()) {
      const variables = {
        U_Name: NAMES[(n + d) % NAMES.length] ?? '',
        U_Type: n === 2 ? '7' : '0',
        U_AccountDisabled: n === 3 ? '1' : '0',
        U_IM: String((n + d) % 2),
        U_SMTP: n === 4 ? '0' : '1',
      };
      if ((n * 3 + d) % 5 !== 0) await server.accounts.create({ address: `${local}@${name}`, variables });
    }
  }
}
