/** The Services panel's boxes: what accounts or domains have in common, what was edited, and what a click does. Pure. */
import type { AccountPolicies, DomainPolicies } from '../../../contract/schemas-sets.ts';
import { GROUPS, type Group, moduleOf, SERVICE_FLAGS, type ServiceFlag } from '../../../core/seats/modules.ts';

export type BoxState = 'on' | 'off' | 'mixed';
/** Variable to its new value; a variable that is not named stays as it is. */
export type Edits = Readonly<Record<string, string>>;

export const stateOf = (on: number, of: number): BoxState => (on === 0 ? 'off' : on === of ? 'on' : 'mixed');

/** What a click makes of an edit: a mixed box turns on, off, and as it was; another changes and back. */
export function nextEdit(state: BoxState, edit: string | undefined): string | undefined {
  if (state !== 'mixed') return edit === undefined ? (state === 'on' ? '0' : '1') : undefined;
  if (edit === undefined) return '1';
  return edit === '1' ? '0' : undefined;
}

export function withEdit(edits: Edits, variable: string, value: string | undefined): Edits {
  const { [variable]: _, ...rest } = edits;
  return value === undefined ? rest : { ...rest, [variable]: value };
}

export interface ServiceRow {
  readonly flag: ServiceFlag;
  readonly variable: string;
  readonly state: BoxState;
  readonly on: number;
  /** Accounts or domains altogether. */
  readonly of: number;
  /** Why the box cannot be used. */
  readonly reason?: string;
  /** Something to know that is no reason against it. */
  readonly note?: string;
}
export interface ServiceGroup {
  readonly group: Group;
  readonly rows: readonly ServiceRow[];
}

const grouped = (row: (flag: ServiceFlag) => ServiceRow): ServiceGroup[] =>
  GROUPS.map((group) => ({ group, rows: SERVICE_FLAGS.filter((f) => moduleOf(f.module).group === group.id).map(row) }));

const number = new Intl.NumberFormat('en-US');

/** Before anything is known: every box, of nothing. */
export const blankServices = (kind: 'accounts' | 'domains'): ServiceGroup[] =>
  grouped((flag) => {
    const variable = kind === 'accounts' ? flag.accountVariable : (flag.domainVariable ?? flag.accountVariable);
    return { flag, variable, on: 0, of: 0, state: 'off' };
  });

/** `domain`: of the only account. */
export function accountServices({ accounts, services }: AccountPolicies, domain?: string): ServiceGroup[] {
  const known = new Map(services.map((service) => [service.variable, service]));
  return grouped((flag) => {
    const variable = flag.accountVariable;
    const { on = 0, granted = 0 } = known.get(variable) ?? {};
    const row = { flag, variable, on, of: accounts, state: stateOf(on, accounts) };
    if (granted === 0) {
      const reason = domain ? `${domain} does not grant it.` : 'No domain of these accounts grants it.';
      return { ...row, reason };
    }
    if (granted === accounts) return row;
    return { ...row, note: `granted to ${number.format(granted)} of ${number.format(accounts)}` };
  });
}

export function domainServices({ domains, services }: DomainPolicies): ServiceGroup[] {
  const known = new Map(services.map((service) => [service.variable, service]));
  return grouped((flag) => {
    const { domainVariable } = flag;
    if (domainVariable === undefined) {
      const row = { flag, variable: flag.accountVariable, on: domains, of: domains, state: 'on' as const };
      return { ...row, reason: 'A domain cannot withhold it.' };
    }
    const { on = 0 } = known.get(domainVariable) ?? {};
    return { flag, variable: domainVariable, on, of: domains, state: stateOf(on, domains) };
  });
}
