/** validate license, forecast, service status. */
import type { ForecastEvent, ServiceProgram, ServiceStatus } from '../../contract/schemas-lifecycle.ts';
import { type Call, type CommandSpec, daysOption } from './command.ts';
import { answer } from './context.ts';
import { dateIn } from './dates.ts';
import { namedLines } from './license-text.ts';
import { alignedTable } from './table.ts';

async function validateLicense(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const { progress, signal } = call.context;
  progress.show('asking the licensing server…');
  const license = await client.license.validate(undefined, { signal }).finally(progress.clear);
  const { orderId, status } = license.information;
  const lines = [`validated order ${orderId}: serial ${license.serial}, ${status}`, license.sentence];
  await answer(call.context, { json: { validated: true, license }, lines });
}

const DEFAULT_DAYS = 90;
const LONGEST_DAYS = 3660;

const MARKS: Readonly<Record<ForecastEvent['severity'], string>> = { info: '', warning: '!', critical: '!!' };

const eventTable = (events: readonly ForecastEvent[], timeZone: string): string[] =>
  alignedTable(
    [{ title: 'When' }, { title: '' }, { title: 'What' }],
    events.map(({ at, severity, title }) => [dateIn(at, timeZone), MARKS[severity], title]),
  );

async function showForecast(call: Call): Promise<void> {
  const days = daysOption(call, 'days', LONGEST_DAYS) ?? DEFAULT_DAYS;
  const { client } = await call.context.service();
  const forecast = await client.license.forecast({ days });
  const { events, timeZone } = forecast;
  const head = `If nobody acts, in the next ${days} days (times in ${timeZone}):`;
  const lines = events.length === 0 ? [head, 'nothing'] : [head, '', ...eventTable(events, timeZone)];
  await answer(call.context, { json: forecast, lines });
}

const RUNNING = { true: 'running', false: 'stopped', null: 'not known' } as const;

function programCells({ module, name, running, detail, stopped, last }: ServiceProgram, timeZone: string): string[] {
  const ended = last && `${last.action} ${dateIn(last.at, timeZone)}: ${last.detail === '' ? 'done' : last.detail}`;
  const state = RUNNING[`${running}`];
  return [module, name, stopped ? `${state} (by Seatkeeper)` : state, detail, ended ?? ''];
}

function programLines({ programs, timeZone }: ServiceStatus): string[] {
  if (programs.length === 0) return ['No service programs are declared in seatkeeper.toml.'];
  const columns = ['Module', 'Name', 'Service', 'It says', 'Last program'].map((title) => ({ title }));
  return alignedTable(
    columns,
    programs.map((program) => programCells(program, timeZone)),
  );
}

function clockText({ clock, timeZone }: ServiceStatus): string {
  if (!clock.suspect) return '';
  const believed = clock.suspect.believedFrom;
  const until = believed === null ? 'until it is corrected or confirmed' : `until ${dateIn(believed, timeZone)}`;
  return `went ${clock.suspect.direction} and is not believed ${until}`;
}

function statusLines(status: ServiceStatus): string[] {
  const { revalidation, timeZone } = status;
  const when = (instant: string | null): string => (instant === null ? '' : dateIn(instant, timeZone));
  return [
    ...namedLines([
      ['Phase', status.phase],
      ['Status', status.status],
      ['Settings', status.frozen ? 'frozen' : 'open'],
      ['System clock', clockText(status)],
      ['Re-validation due', when(revalidation.due)],
      ['Next attempt', when(revalidation.nextAttempt)],
      ['Failing since', when(revalidation.failingSince)],
      ['Last failure', revalidation.failure ? `${revalidation.failure.code}: ${revalidation.failure.detail}` : ''],
      ['Services stopped since', when(status.stoppedSince)],
      ['Left out of the renewal', status.modulesStopped.map(({ name }) => name).join(', ')],
    ]),
    '',
    status.sentence,
    '',
    ...programLines(status),
    ...(status.next.length === 0
      ? []
      : ['', `Next, if nobody acts (times in ${timeZone}):`, ...eventTable(status.next, timeZone)]),
  ];
}

async function serviceStatus(call: Call): Promise<void> {
  const { client } = await call.context.service();
  const status = await client.service.status();
  await answer(call.context, { json: status, lines: statusLines(status) });
}

export const LIFECYCLE_COMMANDS: readonly CommandSpec[] = [
  {
    verb: 'validate',
    object: 'license',
    args: [],
    summary: 'Re-validate the license with the licensing server now',
    notes: [
      'The new document is applied at once. A refusal by the vendor is exit code 5 with its reason, a licensing server that cannot be reached exit code 1; neither takes anything away before the re-validation was due.',
    ],
    examples: [
      ['tool validate license', 'at any time, also in Emergency Mode'],
      ['tool validate license --json | jq .license.serial', 'the serial of the new document'],
    ],
    run: validateLicense,
  },
  {
    verb: 'forecast',
    object: '',
    args: [],
    summary: 'Show what will happen to the license and the services if nobody acts',
    notes: ['Dated events in the time zone of the server: mails, re-validations, trials that end, stops.'],
    options: [['--days <n>', `how far to look ahead, 1 to ${LONGEST_DAYS}; ${DEFAULT_DAYS} unless given`]],
    examples: [
      ['tool forecast --days 30', 'the next month'],
      ['tool forecast --json | jq \'.events[] | select(.kind == "stop")\'', 'stops of services, for a program'],
    ],
    run: showForecast,
  },
  {
    verb: 'service',
    object: 'status',
    args: [],
    summary: 'Show the phase of the license, the service programs, and what comes next',
    notes: [
      'Phases: evaluation, ok, revalidating, emergency, mismatch, stopped. The next events are those of tool forecast.',
    ],
    examples: [
      ['tool service status', 'is everything running, and why not'],
      ['tool service status --json | jq -r .phase', 'the phase alone'],
    ],
    run: serviceStatus,
  },
];
