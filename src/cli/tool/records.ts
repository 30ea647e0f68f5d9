/** create, display, export and modify are one for accounts and domains: rows with variables, found by a mask. */
import type { Client } from '../../contract/client.ts';
import type { SeatkeeperError } from '../../contract/errors.ts';
import type { Call } from './command.ts';
import { answer, answerList } from './context.ts';
import { exportLine } from './csv.ts';
import { printable } from './io.ts';
import { changedRows, followJob } from './jobs.ts';
import { PAGE_ROWS, type Page, pagesOf } from './pages.ts';
import { named, type Variable, variablePairs } from './variables.ts';

type Pairs = Record<string, string>;

/** A kind of rows. */
export interface Records<Row> {
  /** As commands and errors name it. */
  readonly object: 'account' | 'domain';
  /** The member of the JSON that a row is known by. */
  readonly key: 'address' | 'name';
  readonly nameOf: (row: Row) => string;
  readonly variables: readonly Variable<Row>[];
  readonly create: (client: Client, name: string, variables: Pairs) => Promise<Row>;
  readonly list: (
    client: Client,
    input: { readonly mask: string; readonly cursor: string | null; readonly limit: number },
    options: { readonly signal: AbortSignal },
  ) => Promise<Page<Row>>;
  readonly startModify: (client: Client, mask: string, variables: Pairs) => Promise<{ readonly jobId: string }>;
  readonly notFound: (mask: string) => SeatkeeperError;
}

export const recordObject = <Row>(records: Records<Row>, row: Row, variables = records.variables): object => ({
  [records.key]: records.nameOf(row),
  ...Object.fromEntries(variables.map((v) => [v.name, v.read(row)])),
});

export const createRecord =
  <Row>(records: Records<Row>) =>
  async (call: Call): Promise<void> => {
    const [name = '', ...words] = call.args;
    const variables = variablePairs(records.variables, records.object, words, call.command);
    const { client } = await call.context.service();
    const row = await records.create(client, name, variables);
    await answer(call.context, { json: recordObject(records, row), lines: [`created ${records.nameOf(row)}`] });
  };

/** The name, then a line each variable. */
const displayText = <Row>({ nameOf }: Records<Row>, row: Row, variables: readonly Variable<Row>[]): string =>
  printable([nameOf(row), ...variables.map((v) => `${v.name}: ${v.read(row)}`), ''].join('\n'));

const exportText = <Row>({ nameOf }: Records<Row>, row: Row, variables: readonly Variable<Row>[]): string =>
  exportLine([nameOf(row), ...variables.map((v) => v.read(row))]);

/** Prints all rows of the mask, each as `text` has it. */
async function printRecords<Row>(
  call: Call,
  records: Records<Row>,
  variables: readonly Variable<Row>[],
  text: typeof displayText<Row>,
): Promise<void> {
  const [mask = ''] = call.args;
  const { client } = await call.context.service();
  const { signal } = call.context;
  const pages = pagesOf((cursor) => records.list(client, { mask, cursor, limit: PAGE_ROWS }, { signal }), signal);
  await answerList(call.context, pages, {
    json: (row) => recordObject(records, row, variables),
    lines: (row) => text(records, row, variables),
    none: () => records.notFound(mask),
  });
}

export const displayRecords =
  <Row>(records: Records<Row>) =>
  (call: Call): Promise<void> => {
    const names = call.args.slice(1);
    const variables = names.length === 0 ? records.variables : named(records.variables, records.object, names);
    return printRecords(call, records, variables, displayText);
  };

export const exportRecords =
  <Row>(records: Records<Row>) =>
  async (call: Call): Promise<void> =>
    printRecords(call, records, named(records.variables, records.object, call.args.slice(1)), exportText);

export const modifyRecords =
  <Row>(records: Records<Row>) =>
  async (call: Call): Promise<void> => {
    const [mask = '', ...words] = call.args;
    const variables = variablePairs(records.variables, records.object, words, call.command);
    const { client } = await call.context.service();
    const job = await followJob(call.context, `modifying ${records.object}s`, () =>
      records.startModify(client, mask, variables),
    );
    const modified = changedRows(job);
    await answer(call.context, { json: { modified }, lines: [`modified ${modified} ${records.object}s`] });
  };
