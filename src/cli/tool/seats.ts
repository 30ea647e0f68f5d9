/** list seats, explain account, recount seats. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Explanation, SeatHolding, SeatRow } from '../../contract/schemas.ts';
import { type GroupId, isGroupId, isModuleId, type ModuleId } from '../../core/seats/modules.ts';
import { SEAT_ORDERS, type SeatSort } from '../../core/seats/order.ts';
import { type Call, type CommandSpec, daysOption, textOption } from './command.ts';
import { answer, answerList } from './context.ts';
import { ToolFailure, usageError } from './failure.ts';
import { printable } from './io.ts';
import { followJob } from './jobs.ts';
import { PAGE_ROWS, pagesOf } from './pages.ts';

type Shown = 'counted' | 'not-counted' | 'all';

function shownRows(call: Call): Shown {
  if (call.options.all === true && call.options.notCounted === true)
    throw usageError('--all and --not-counted exclude each other', call.command);
  if (call.options.all === true) return 'all';
  return call.options.notCounted === true ? 'not-counted' : 'counted';
}

/** Names are read in any case. `desktop` is a module and a group: the module, unless --group. */
function scopeOf(call: Call): { scope: ModuleId | GroupId; scopeKind: 'module' | 'group' } {
  const typed = call.args[0] ?? '';
  const id = typed.toLowerCase();
  if (call.options.group !== true && isModuleId(id)) return { scope: id, scopeKind: 'module' };
  if (isGroupId(id)) return { scope: id, scopeKind: 'group' };
  if (isModuleId(id)) throw usageError(`“${typed}” is a module, not a group`, call.command);
  throw new SeatkeeperError('MODULE_NOT_FOUND', { module: typed });
}

const seatLine = ({ address, counted, seat, firstAccess, lastAccess, trialEnds, reason }: SeatRow): string => {
  const use = [seat, firstAccess ?? '-', trialEnds ?? '-', reason, lastAccess ?? '-'];
  return `${printable([address, counted ? 'counted' : 'not counted', ...use].join('\t'))}\n`;
};

/** The most days that `--unused` takes. */
const LONGEST_UNUSED = 3650;

function sortOf(call: Call): SeatSort {
  const typed = textOption(call, 'sort') ?? 'address';
  const found = SEAT_ORDERS.find((order) => order === typed.toLowerCase());
  if (found) return found;
  throw usageError(`--sort takes one of ${SEAT_ORDERS.join(', ')}`, call.command);
}

function searchOf(call: Call): string {
  const text = textOption(call, 'search') ?? '';
  if (text.length <= 200) return text;
  throw usageError('--search takes at most 200 characters', call.command);
}

async function listSeats(call: Call): Promise<void> {
  const over = call.options.over === true;
  const unusedDays = daysOption(call, 'unused', LONGEST_UNUSED);
  const asked = {
    ...scopeOf(call),
    ...(unusedDays === undefined ? {} : { unusedDays }),
    over,
    counted: over ? ('all' as const) : shownRows(call),
    search: searchOf(call),
    sort: sortOf(call),
    descending: call.options.descending === true,
  };
  if (unusedDays !== undefined && asked.counted === 'not-counted')
    throw usageError('--unused lists accounts that count: without --not-counted', call.command);
  const { signal } = call.context;
  const { client } = await call.context.service();
  const pages = pagesOf((cursor) => client.seats.list({ ...asked, cursor, limit: PAGE_ROWS }, { signal }), signal);
  await answerList(call.context, pages, { json: (row) => row, lines: seatLine });
}

/** Instants as they are kept: the list is for programs too. */
function holdingWords({ seat, firstAccess, lastAccess, trialEnds }: SeatHolding): string {
  const what = { seat: 'Has a seat', trial: `Over the limit, on trial until ${trialEnds}`, none: 'Has no seat' }[seat];
  return `${what}; first access ${firstAccess}, last ${lastAccess}.`;
}

function explanationLines(explanation: Explanation, inFull: boolean): string[] {
  const width = Math.max(...explanation.modules.map((m) => m.name.length));
  const modules = explanation.modules.flatMap((m) => [
    `${m.name.padEnd(width)}  ${m.reason}`,
    ...(m.firstAccess === null ? [] : [`${' '.repeat(width)}  ${holdingWords(m)}`]),
    ...(inFull ? m.conditions.map((c) => `  ${c.met ? 'yes' : 'no '}  ${c.condition}: ${c.value}`) : []),
  ]);
  return [explanation.address, ...modules];
}

async function explainAccount(call: Call): Promise<void> {
  const [address = '', typed] = call.args;
  const module = typed?.toLowerCase();
  if (module !== undefined && !isModuleId(module))
    throw new SeatkeeperError('MODULE_NOT_FOUND', { module: typed ?? '' });
  const { client } = await call.context.service();
  const explanation = await client.accounts.explain({ address, ...(module === undefined ? {} : { module }) });
  await answer(call.context, { json: explanation, lines: explanationLines(explanation, module !== undefined) });
}

async function recountSeats(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const job = await followJob(call.context, 'counting seats', () => client.seats.startRecount());
  const result = job.result && 'drift' in job.result ? job.result : { accounts: 0, drift: [] };
  const lines = [
    `counted ${result.accounts} accounts, drift: ${result.drift.length}`,
    ...result.drift.map((d) => `${d.scope}: the counter said ${d.stored}, there are ${d.counted}`),
  ];
  if (result.drift.length === 0) return answer(call.context, { json: result, lines });
  throw new ToolFailure(new SeatkeeperError('DRIFT_FOUND', { scopes: result.drift.length }), result, lines);
}

export const SEAT_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'list',
    object: 'seats',
    args: [['<module>', 'a module’s id, as tool display license shows it; or a group’s']],
    summary: 'List the accounts that use a seat of a module',
    notes: [
      'A line an account: address, counted or not, seat, trial or none, first access, trial end, why it counts, last access, separated by tabs; - where there is none. Nobody is an answer, too: no line, exit code 0.',
      'Orders: address (by domain, then name), name, seat (then trial, then none), first-access, last-access (least recently used first: who was never seen before all others), trial-end. Ties go by address.',
      'Unused for N days: counted, and no access in N × 24 hours; who was never seen, if the account is at least that old.',
      'Groups of modules: communication, security, collaboration, mobile, desktop.',
    ],
    options: [
      ['--over', 'only accounts over the limit: on trial, with its end'],
      ['--all', 'also accounts that do not count'],
      ['--not-counted', 'only accounts that do not count'],
      ['--unused <days>', 'only accounts that count and did not use it in so many days'],
      ['--search <text>', 'only accounts with the text in address or name, in any case'],
      ['--sort <order>', `${SEAT_ORDERS.join(', ')}; address unless given`],
      ['--descending', 'the other way round'],
      ['--group', 'desktop is a module and a group: the group'],
    ],
    examples: [
      ['tool list seats im', 'who uses Instant Messaging'],
      ['tool list seats im --over', 'who is on trial, and until when'],
      ['tool list seats im --over --sort trial-end', 'whose trial ends first'],
      ['tool list seats im --unused 90 --sort last-access', 'which seats could be freed, least recently used first'],
      ['tool list seats im --search smith --json', 'every Smith, for programs'],
      ['tool list seats collaboration | wc -l', 'how many use anything of the group'],
    ],
    run: listSeats,
  },
  {
    verb: 'explain',
    object: 'account',
    args: [
      ['<address>', 'name@domain'],
      ['[module]', 'a module’s id: shows every condition, too'],
    ],
    summary: 'Explain for each module why an account counts, or not',
    notes: ['With its seat or trial, since when and until when. Exit code 3 if there is no such account.'],
    examples: [
      ['tool explain account alice@example.com', 'every module in a line'],
      ['tool explain account alice@example.com im', 'one module with all conditions'],
    ],
    run: explainAccount,
  },
  {
    verb: 'recount',
    object: 'seats',
    args: [],
    summary: 'Count Used Seats from the accounts and compare the counters',
    notes: ['The drift must be 0. Otherwise the counters are corrected, and the exit code is 1.'],
    examples: [
      ['tool recount seats', 'prints “counted 1200 accounts, drift: 0”'],
      ["tool recount seats --json | jq '.drift'", 'which counters were wrong, for a program'],
    ],
    run: recountSeats,
  },
];
