/** Any valid document, for properties. Apart from license.testkit.ts, because fast-check takes a while to load. */
import fc from 'fast-check';
import { nodeCrypto } from '../../platform/crypto.ts';
import { GROUP_IDS, MODULE_IDS } from '../seats/modules.ts';
import { type LicenseDocument, type LicenseItem, REGIMES } from './document.ts';
import { ORDER } from './license.testkit.ts';
import { makeOrderId } from './order-id.ts';
import { composeReferenceId } from './reference-id.ts';
import { instantOf, isPlainText } from './values.ts';

/** Names that people and attackers choose, of everything a document can hold. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", '/', ' ', ';', '#', 'amp;', ']]>', '<!--', '😀', 'é'),
      maxLength: 20,
    }),
    fc.constant('</holder><item module="im" seats="9999"/>'),
  )
  .map((text) => [...text].filter(isPlainText).join(''));

const anyInstant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => instantOf(date.getTime()));
const anyDate = anyInstant.map((instant) => instant.slice(0, 10));
const anyOrder = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(makeOrderId);
const anyToken = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~+/=-]{0,40}$/);
const anySeats = fc.oneof(fc.constant('unlimited' as const), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
const anyReference = fc
  .record({ os: fc.string({ minLength: 1 }), install: fc.string({ minLength: 1 }), board: fc.string() })
  .map((components) => composeReferenceId(components, nodeCrypto));

const anyItem = fc.record({
  seats: anySeats,
  renewal: anyDate,
  regime: fc.constantFrom(...REGIMES),
  trialUntil: fc.option(anyInstant, { nil: undefined }),
  allowance: fc.option(fc.nat(), { nil: undefined }),
});

/** The first scope is mail's. */
const scopesOf = (structure: LicenseDocument['structure']): fc.Arbitrary<Pick<LicenseItem, 'group' | 'module'>[]> => {
  const modules = fc.subarray(MODULE_IDS.filter((id) => id !== 'mail')).map((ids) => ids.map((module) => ({ module })));
  if (structure === 'module') return modules.map((rest) => [{ module: 'mail' }, ...rest]);
  const groups = fc.subarray(GROUP_IDS.filter((id) => id !== 'communication'));
  return fc
    .tuple(groups, modules)
    .map(([ids, rest]) => [{ group: 'communication' }, ...ids.map((group) => ({ group })), ...rest]);
};

const anyItems = (structure: LicenseDocument['structure']): fc.Arbitrary<LicenseItem[]> =>
  scopesOf(structure).chain((scopes) =>
    fc.tuple(...scopes.map(() => anyItem)).map((items) =>
      items.map(({ regime, trialUntil, allowance, ...rest }, i) => ({
        ...(scopes[i] ?? {}),
        ...rest,
        ...regime,
        ...(i > 0 && trialUntil !== undefined ? { trialUntil } : {}),
        ...(i === 0 && allowance !== undefined ? { outgoingAllowance: allowance } : {}),
      })),
    ),
  );

/** Any document that the rules allow. */
export const anyDocument: fc.Arbitrary<LicenseDocument> = fc
  .record({
    structure: fc.constantFrom('category' as const, 'module' as const),
    expires: fc.option(anyInstant, { nil: undefined }),
    orders: fc.uniqueArray(anyOrder, { minLength: 2, maxLength: 2 }),
    update: fc.boolean(),
    nonce: fc.option(anyToken, { nil: undefined }),
    instants: fc.tuple(anyInstant, anyInstant),
    names: fc.tuple(anyText, anyText, anyText, anyText),
    id: anyToken,
    serial: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    reference: anyReference,
    everyDays: fc.integer({ min: 7, max: 365 }),
    graceDays: fc.integer({ min: 2, max: 7 }),
  })
  .chain((r) =>
    anyItems(r.structure).map((items) => ({
      id: r.id,
      serial: r.serial,
      type: r.expires === undefined ? ('full' as const) : ('trial' as const),
      structure: r.structure,
      issued: r.instants[0],
      ...(r.expires === undefined ? {} : { expires: r.expires }),
      order: { id: r.orders[0] ?? ORDER, previous: r.update ? (r.orders[1] ?? '') : '' },
      holder: { name: r.names[0], company: r.names[1], email: r.names[2], address: r.names[3] },
      machine: { reference: r.reference },
      revalidation: { everyDays: r.everyDays, graceDays: r.graceDays },
      items,
      ...(r.nonce === undefined ? {} : { answer: { nonce: r.nonce, serverTime: r.instants[1] } }),
    })),
  );
