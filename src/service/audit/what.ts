/** What a call of the trail was about, in words: `*@a.example: U_IM 0`, `alice@a.example → bob@a.example`. */
import { accountSet, domainSet } from '../../contract/schemas-sets.ts';
import { accountSetWords, domainSetWords } from '../accounts/set-words.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Longer ones are cut: the details have more. */
const LONGEST = 500;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const quoted = (text: string): string => (text === '' || /\s/.test(text) ? `“${text}”` : text);

function valueWords(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  return isFields(value) ? pairWords(value) : String(value);
}

/** `U_IM 0, U_GW 1` */
const pairWords = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${valueWords(value)}`)
    .join(', ');

/** A mask's part looks alike in both kinds of sets. */
function setWords(ofDomains: boolean, set: unknown): string | undefined {
  if (ofDomains) {
    const domains = domainSet.safeParse(set);
    return domains.success ? domainSetWords(domains.data) : undefined;
  }
  const accounts = accountSet.safeParse(set);
  return accounts.success ? accountSetWords(accounts.data) : undefined;
}

/** What the call was about, by the names that the contract's inputs use for it. */
function subject(action: string, { mask, set, address, name, from, to }: Fields): string | undefined {
  if (typeof mask === 'string') return mask;
  if (set !== undefined) return setWords(action.endsWith('domain'), set);
  if (typeof from === 'string' && typeof to === 'string') return `${from} → ${to}`;
  if (typeof address === 'string') return address;
  return typeof name === 'string' ? name : undefined;
}

const WORDS: Readonly<Record<string, (input: Fields) => string>> = {
  undo: ({ id }) => `change ${String(id)}`,
  'import accounts': ({ format, dryRun }) =>
    [typeof format === 'string' ? format : '', dryRun === true ? 'only tried' : ''].filter(Boolean).join(', '),
  'export audit': ({ search }) => (search ? `rows with ${valueWords(search)}` : ''),
};

/** `input` without secrets. Never throws: also what the contract refuses is recorded. */
export function whatOf(action: string, input: unknown): string {
  if (!isFields(input)) return '';
  const words = WORDS[action]?.(input) ?? inWords(action, input);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function inWords(action: string, input: Fields): string {
  const about = subject(action, input);
  const pairs = isFields(input.variables) ? pairWords(input.variables) : '';
  if (about === undefined) return isFields(input.values) ? pairWords(input.values) : pairWords(input);
  return pairs === '' ? about : `${about}: ${pairs}`;
}
