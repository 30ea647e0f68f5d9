/** Import of a file: read into the stage, then merged in one transaction. All or nothing (INTERFACES 2). */
import type { ImportResult } from '../../../contract/schemas.ts';
import { addressKey, type Parsed, parseAddress, parseLocal } from '../../../core/accounts/address.ts';
import { domainToAscii } from '../../../platform/domain.ts';
import { recordDone } from '../../audit/record.ts';
import { moveCounters, Tally } from '../../seats/counters.ts';
import { createMerge, type Made, type Merge } from '../../store/sqlite/import-merge.ts';
import { createStage, leaveStage, type Settled, type Stage } from '../../store/sqlite/import-stage.ts';
import { RANGE_ROWS, type TaskContext, type TaskFunction } from '../../store/task-context.ts';
import type { TaskInput } from '../../store/tasks.ts';
import { readerFor } from './detect.ts';
import { type Line, type LineFile, openLines } from './lines.ts';
import type { Sink } from './sink.ts';
import { createSkips, type Skips } from './skips.ts';

/** Domains whose number is remembered; more are looked up. */
const DOMAINS_CACHED = 10_000;
/** Lines between two looks at the cancel flag. */
const LINES_PER_LOOK = RANGE_ROWS;

interface ReadResult extends Settled {
  readonly lines: number;
  /** Bytes. */
  readonly size: number;
}

/** Parses addresses, each domain once as long as it is remembered. */
function createAddressReader(stage: Stage) {
  const numbers = new Map<string, number>();
  return (text: string): Parsed<{ readonly local: string; readonly domain: number }> => {
    const at = text.lastIndexOf('@');
    const known = at < 0 ? undefined : numbers.get(text.slice(at + 1));
    if (known !== undefined) {
      const local = parseLocal(text.slice(0, at).trimStart());
      return local.ok ? { ok: true, value: { local: local.value, domain: known } } : local;
    }
    const address = parseAddress(text, domainToAscii);
    if (!address.ok) return address;
    if (numbers.size >= DOMAINS_CACHED) numbers.clear();
    const domain = stage.domain(address.value.domain);
    numbers.set(Buffer.from(text.slice(at + 1)).toString(), domain);
    return { ok: true, value: { local: address.value.local, domain } };
  };
}

function createSink(stage: Stage, skips: Skips): Sink {
  const read = createAddressReader(stage);
  return {
    account(line, text, { name, type, disabled, named, flags }, shown) {
      const address = read(text);
      if (!address.ok) {
        skips.add(line, address.reason, shown);
        return false;
      }
      const { local, domain } = address.value;
      stage.account({ line, domain, local, name: name ?? null, type, disabled, named, flags });
      return true;
    },
    alias(line, text, targetText, shown) {
      const address = parseAddress(text, domainToAscii);
      const target = parseAddress(targetText, domainToAscii);
      if (!address.ok) return skips.add(line, address.reason, shown);
      if (!target.ok) return skips.add(line, `the target: ${target.reason}`, shown);
      const key = addressKey(address.value);
      if (key === addressKey(target.value)) return undefined;
      stage.alias({ line, address: key, targetDomain: target.value.domain, targetLocal: target.value.local });
    },
    skip: (line, reason, shown) => skips.add(line, reason, shown),
  };
}

/** Counts the lines that go by, and looks at the cancel flag now and then. */
function* watched(file: LineFile, context: TaskContext, seen: { lines: number }): Generator<Line> {
  for (const line of file.lines()) {
    seen.lines = line.number;
    if (line.number % LINES_PER_LOOK === 0) {
      context.check();
      context.progress(Math.floor(file.position() / 2), file.size);
    }
    yield line;
  }
}

/** Needs no gate: nothing of the file is written. */
function readFile(input: TaskInput<'import'>, context: TaskContext, stage: Stage, skips: Skips) {
  const file = openLines(input.file);
  try {
    const { format, read } = readerFor(file.sample(), input.format);
    const seen = { lines: 0 };
    read(watched(file, context, seen), createSink(stage, skips));
    const settled = stage.settle(context.check, ({ line, earlier }) =>
      skips.add(line, `the same address stands in line ${earlier}`, ''),
    );
    const result: ReadResult = { lines: seen.lines, size: file.size, ...settled };
    return { format, ...result };
  } finally {
    file.close();
  }
}

function mergeRanges(merge: Merge, read: ReadResult, made: Made, context: TaskContext, tally: Tally) {
  let created = 0;
  let updated = 0;
  for (let above = 0; above < read.lastRow; above += RANGE_ROWS) {
    context.check();
    const upTo = Math.min(above + RANGE_ROWS, read.lastRow);
    const counts = merge.range(above, upTo, made, ({ before, after, n }) => tally.add(before, after, n));
    created += counts.created;
    updated += counts.updated;
    context.progress(Math.floor((read.size * (1 + upTo / read.lastRow)) / 2), read.size);
  }
  return { created, updated };
}

/** Returns how many aliases there are now from this file. */
function mergeAliases(merge: Merge, { aliases }: ReadResult, context: TaskContext): number {
  let made = 0;
  for (const step of merge.aliasSteps) {
    made = 0;
    for (let above = 0; above < aliases; above += RANGE_ROWS) {
      context.check();
      made += step(above, Math.min(above + RANGE_ROWS, aliases));
    }
  }
  return made;
}

/** An alias is skipped when none of its targets is an account. */
function reportStrays(merge: Merge, skips: Skips): void {
  for (const { line, address, target } of merge.strayAliases()) {
    skips.add(line, `${target} is no account here`, `${address} ${target}`);
  }
}

export const importAccounts: TaskFunction<'import'> = async (input, context) => {
  const { raw } = context.connection;
  const skips = createSkips();
  try {
    const stage = createStage(raw);
    const read = readFile(input, context, stage, skips);
    return await context.write(
      async (trx): Promise<ImportResult> => {
        const merge = createMerge(raw);
        const tally = new Tally();
        const made = { now: input.now, auditId: input.auditId ?? null };
        const domainsCreated = merge.domains(input.now);
        const { created, updated } = mergeRanges(merge, read, made, context, tally);
        const aliases = mergeAliases(merge, read, context);
        reportStrays(merge, skips);
        await moveCounters(trx, (masks) => tally.perMask(masks));
        await recordDone(trx, made.auditId, created + updated);
        const { skipped, skippedLines } = skips.result();
        const unchanged = read.accounts - created - updated;
        const { format, lines } = read;
        return {
          format,
          dryRun: input.dryRun,
          lines,
          created,
          updated,
          unchanged,
          aliases,
          domainsCreated,
          skipped,
          skippedLines,
        };
      },
      { keep: !input.dryRun },
    );
  } finally {
    leaveStage(raw);
  }
};
