import { Writable } from 'node:stream';
import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { describeError, ERRORS, type ErrorCode } from '../contract/errors.ts';
import type { AccountRow, Job } from '../contract/schemas.ts';
import { ALL_FLAGS } from '../core/seats/modules.ts';
import { COMMANDS } from './tool/commands.ts';
import { tool } from './tool/tool.testkit.ts';

const IM = 1 << 8;

const account = (address: string, changed: Partial<AccountRow> = {}): AccountRow => ({
  address,
  name: '',
  type: 0,
  disabled: 0,
  flags: ALL_FLAGS,
  domainFlags: ALL_FLAGS,
  created: '2026-11-21T10:00:00Z',
  seen: false,
  ...changed,
});

const ALICE = account('alice@example.com', { name: 'Adams, Alice', flags: ALL_FLAGS & ~IM });
const BOB = account('bob@example.com');

const listing = (...rows: AccountRow[]) => ({ accounts: { list: async () => ({ rows, next: null }) } });

const refusing = (code: ErrorCode) => ({
  accounts: {
    list: async () => {
      const { message, next } = describeError(code, { mask: 'x' });
      throw new ORPCError(code, { status: ERRORS[code].status, message, data: { next, params: {} } });
    },
  },
});

const JOB: Job = {
  id: 'j1',
  kind: 'modify-accounts',
  state: 'done',
  done: 3,
  total: 3,
  startedAt: '2026-11-21T10:00:00Z',
  finishedAt: '2026-11-21T10:00:01Z',
  result: { changed: 3 },
  error: null,
};

test('INTERFACES 2: the exit code of every error of the catalogue, its words as text or as one JSON document', async () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const { exit } = ERRORS[code];
    const { message, next } = describeError(code, { mask: 'x' });
    const human = await tool(['display', 'account', 'x'], { client: refusing(code) });
    expect(human).toEqual({ code: exit, stdout: '', stderr: `error: ${message} (${code})\n${next}\n` });
    const json = await tool(['display', 'account', 'x', '--json'], { client: refusing(code) });
    expect([json.code, json.stderr, JSON.parse(json.stdout)]).toEqual([exit, '', { error: { code, message, next } }]);
  }
});

test.each([
  ['nothing', [], ''],
  ['an unknown verb', ['frobnicate'], "unknown command 'frobnicate'"],
  ['an unknown object', ['create', 'acount', 'x'], 'Did you mean account?'],
  ['a missing mask', ['display', 'account'], "missing required argument 'mask'"],
  ['an unknown option', ['display', 'license', '--colour'], "unknown option '--colour'"],
  ['too many arguments', ['display', 'license', 'now'], 'too many arguments'],
  ['a variable without a value', ['modify', 'account', 'x', 'U_IM'], 'U_IM has no value'],
  ['a variable twice', ['modify', 'account', 'x', 'U_IM', '1', 'u_im', '0'], 'u_im is there twice'],
  ['an unknown variable', ['display', 'account', 'x', 'U_Foo'], 'There is no variable “U_Foo” on account'],
  ['both sources of a license', ['activate', 'license', '--order', 'A', '--file', 'b'], 'either --order or --file'],
  ['a dry run that costs', ['activate', 'license', '--order', 'A', '--dry-run'], '--dry-run is for --file'],
  ['a data folder that a script left empty', ['delete', 'account', '*@*', '--yes', '--data', ''], '--data needs'],
  ['a backup to standard output', ['backup', 'settings', '-'], 'name one'],
  ['several domains to delete', ['delete', 'domain', '*', '--yes'], 'one at a time'],
  ['deleting unasked', ['delete', 'account', '*@*'], 'deleting needs --yes'],
])('exit code 2 for misuse: %s', async (_what, argv, words) => {
  const human = await tool(argv, { client: {} });
  expect(human.code).toBe(2);
  expect(human.stdout).toBe('');
  expect(human.stderr).toContain(words);
  const json = await tool([...argv, '--json'], { client: {} });
  expect(json.code).toBe(2);
  expect(JSON.parse(json.stdout)).toHaveProperty('error.code');
});

test('help is an answer on stdout, with the variables and examples', async () => {
  const help = await tool(['get', 'account', '--help']);
  expect([help.code, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toMatch(/U_IM +1 or 0: Instant Messaging/);
  expect(help.stdout).toContain('$ tool display account "*@example.com" U_IM U_GW');
});

test.each([
  ['help', 'create', 'account'],
  ['create', 'account', '--help'],
])('help of a command: tool %s %s %s', async (...argv) => {
  const help = await tool(argv);
  expect([help.code, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toMatch(/^Usage: tool create account /);
  expect(help.stdout).toMatch(/\nExit codes: 0 done, 1 failed, 2 misused, 3 not found, [^$]+, 7 not allowed\n$/);
});

test('every help fits the width of a terminal', async () => {
  for (const { verb, object } of COMMANDS) {
    const { stdout } = await tool([verb, ...(object === '' ? [] : [object]), '--help']);
    // Examples stand in one line each, to be copied.
    const long = stdout.split('\n').filter((line) => line.length > 100 && !/^( {2}\$ | {6}\S)/.test(line));
    expect(long).toEqual([]);
  }
});

test('display: address, then a line for each variable, named as the field does however it was typed', async () => {
  const run = await tool(['get', 'account', '*@*', 'u_im', 'U_NAME'], { client: listing(ALICE, BOB) });
  expect(run.stdout).toBe('alice@example.com\nU_IM: 0\nU_Name: Adams, Alice\nbob@example.com\nU_IM: 1\nU_Name: \n');
  const json = await tool(['display', 'account', '*@*', 'u_im', '--json'], { client: listing(ALICE, BOB) });
  expect(JSON.parse(json.stdout)).toEqual([
    { address: 'alice@example.com', U_IM: 0 },
    { address: 'bob@example.com', U_IM: 1 },
  ]);
});

test('export: a line an account, a name with a comma in quotes', async () => {
  const run = await tool(['export', 'account', '*@*', 'U_IM', 'U_GW', 'U_Name'], { client: listing(ALICE, BOB) });
  expect(run.stdout).toBe('alice@example.com,0,1,"Adams, Alice",\nbob@example.com,1,1,,\n');
});

test('what others wrote into a name cannot move the cursor of a terminal', async () => {
  const evil = account('e@example.com', { name: '\u001b[2Jgone' });
  const run = await tool(['display', 'account', '*@*', 'U_Name'], { client: listing(evil) });
  expect(run.stdout).toBe('e@example.com\nU_Name: \ufffd[2Jgone\n');
});

test('no account: exit code 3, and no empty list that looks like an answer', async () => {
  for (const verb of ['display', 'export']) {
    const run = await tool([verb, 'account', 'nobody@example.com', '--json'], { client: listing() });
    expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([3, 'ACCOUNT_NOT_FOUND']);
  }
});

/** Pages without end, and how many were asked for. */
function endless() {
  const asked = { pages: 0 };
  const list = async () => {
    asked.pages += 1;
    return { rows: [BOB], next: 'more' };
  };
  return { client: { accounts: { list } }, asked };
}

test('a slow reader holds the list back: the next page is asked for when the one before was taken', async () => {
  const { client, asked } = endless();
  const seen: number[] = [];
  const reader = new Writable({
    write(_chunk, _encoding, done) {
      setImmediate(() => {
        seen.push(asked.pages);
        done(seen.length === 50 ? Object.assign(new Error('closed'), { code: 'EPIPE' }) : null);
      });
    },
  });
  const run = await tool(['export', 'account', '*@*'], { client, stdout: reader });
  expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('| head: a reader that goes ends the command quietly, and stops asking the service', async () => {
  const { client, asked } = endless();
  const gone = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('closed'), { code: 'EPIPE' }));
    },
  });
  expect(await tool(['display', 'account', '*@*', '--json'], { client, stdout: gone })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
  expect(asked.pages).toBe(1);
});

test('a full disk behind > is an error, no success', async () => {
  const full = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    },
  });
  const run = await tool(['export', 'account', '*@*'], { client: listing(BOB), stdout: full });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('standard output cannot be written (ENOSPC)');
});

test('a list that breaks off is no valid JSON, and says why on stderr', async () => {
  let pages = 0;
  const list = async () => {
    pages += 1;
    if (pages > 1) throw new ORPCError('SHUTTING_DOWN', { message: 'stopping', data: { next: 'again', params: {} } });
    return { rows: [BOB], next: 'more' };
  };
  const run = await tool(['display', 'account', '*@*', '--json'], { client: { accounts: { list } } });
  expect(run.code).toBe(1);
  expect(() => JSON.parse(run.stdout)).toThrow();
  expect(run.stderr).toBe('error: stopping (SHUTTING_DOWN)\nagain\n');
});

const changing = (get: () => Promise<Job>, cancel = async () => JOB) => ({
  accounts: { startModify: async () => ({ jobId: 'j1' }) },
  jobs: { get, cancel },
});

test('progress is for a terminal, is taken away before the result, and never touches stdout', async () => {
  const jobs: Job[] = [{ ...JOB, state: 'running', done: 1000, total: 4000, result: null }, JOB];
  const client = () => {
    const left = [...jobs];
    return changing(async () => left.shift() ?? JOB);
  };
  const argv = ['set', 'account', '*@*', 'U_IM', '0'];
  const terminal = await tool(argv, { client: client(), terminal: true });
  expect(terminal.stdout).toBe('modified 3 accounts\n');
  expect(terminal.stderr).toContain('modifying accounts: 1,000 of 4,000 (25 %)');
  expect(terminal.stderr.endsWith('\r\u001b[K')).toBe(true);
  const piped = await tool(argv, { client: client() });
  expect(piped).toEqual({ code: 0, stdout: 'modified 3 accounts\n', stderr: '' });
});

test('Ctrl+C cancels the job on the server and waits for its end', async () => {
  const interrupt = new AbortController();
  let state: Job['state'] = 'running';
  const get = async (): Promise<Job> => {
    interrupt.abort();
    return { ...JOB, state, result: null };
  };
  const cancel = async () => {
    state = 'cancelled';
    return JOB;
  };
  const run = await tool(['modify', 'account', '*@*', 'U_IM', '0'], {
    client: changing(get, cancel),
    signal: interrupt.signal,
  });
  expect([run.code, run.stdout]).toEqual([1, '']);
  expect(run.stderr).toContain('(CANCELLED)');
});

test.each([
  ['y\n', 0, 'deleted 3 accounts\n'],
  ['yes\n', 0, 'deleted 3 accounts\n'],
  ['n\n', 1, ''],
  ['\n', 1, ''],
  ['', 1, ''],
])('deleting asks on a terminal: %j ends with %i', async (typed, code, stdout) => {
  const client = {
    accounts: {
      policies: async () => ({ accounts: 2 }),
      startDelete: async () => ({ jobId: 'j1' }),
    },
    jobs: { get: async () => ({ ...JOB, kind: 'delete-accounts' }) },
  };
  const run = await tool(['delete', 'account', '*@example.com'], { client, terminal: true, stdin: typed });
  expect([run.code, run.stdout]).toEqual([code, stdout]);
  expect(run.stderr).toContain('Delete 2 accounts (*@example.com)? This cannot be undone. [y/N]');
});

test('a defect is INTERNAL, not a missing service', async () => {
  const client = {
    accounts: {
      list: () => {
        throw new TypeError('x is not a function');
      },
    },
  };
  const run = await tool(['display', 'account', '*@*'], { client });
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('x is not a function')]);
});

test('recount with drift: the facts, the error, exit code 1', async () => {
  const result = { accounts: 10, drift: [{ scope: 'im', stored: 4, counted: 5 }] };
  const client = {
    seats: { startRecount: async () => ({ jobId: 'j1' }) },
    jobs: { get: async () => ({ ...JOB, kind: 'recount', result }) },
  };
  const human = await tool(['recount', 'seats'], { client });
  expect([human.code, human.stdout]).toEqual([
    1,
    'counted 10 accounts, drift: 1\nim: the counter said 4, there are 5\n',
  ]);
  const json = await tool(['recount', 'seats', '--json'], { client });
  expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'DRIFT_FOUND' }, ...result });
});
