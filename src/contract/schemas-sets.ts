/** Sets of accounts and domains by rule, so that no row must be loaded to change a million; and what they have in common. */
import { z } from 'zod';
import { moduleId } from './schemas-modules.ts';
import { MOST_LISTED, MOST_PARTS } from './set-limits.ts';

const address = z.string().min(1).max(400);
const mask = z.string().min(1).max(400);
/** Part of address or name, any case; empty: everything. */
const search = z.string().max(200).default('');
const domainName = z.string().min(1).max(300);

export const domainSetPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mask'), mask: domainName.default('*'), search }),
  z.object({ kind: z.literal('range'), search, from: domainName, to: domainName }),
  z.object({ kind: z.literal('names'), names: z.array(domainName).min(1).max(MOST_LISTED) }),
]);
export type DomainSetPart = z.infer<typeof domainSetPart>;

export const domainSet = z.object({
  parts: z.array(domainSetPart).min(1).max(MOST_PARTS),
  except: z.array(domainName).max(MOST_LISTED).default([]),
});
export type DomainSet = z.infer<typeof domainSet>;

/** A set is the union of its parts without `except`. */
export const accountSetPart = z.discriminatedUnion('kind', [
  /** All that a list of this mask and search shows. */
  z.object({ kind: z.literal('mask'), mask, search }),
  /** From one row of that list to another, both included, in the list's order (domain, then name). */
  z.object({ kind: z.literal('range'), mask, search, from: address, to: address }),
  z.object({ kind: z.literal('addresses'), addresses: z.array(address).min(1).max(MOST_LISTED) }),
  /** All accounts of domains: those of a search for their name, of names, or of all. */
  z.object({ kind: z.literal('domains'), domains: domainSet }),
  /** Counted for the module, and no access to it in so many days; never seen counts from when the account was made. */
  z.object({ kind: z.literal('unused'), module: moduleId, days: z.number().int().min(1).max(3650) }),
]);
export type AccountSetPart = z.infer<typeof accountSetPart>;

export const accountSet = z.object({
  parts: z.array(accountSetPart).min(1).max(MOST_PARTS),
  except: z.array(address).max(MOST_LISTED).default([]),
});
export type AccountSet = z.infer<typeof accountSet>;

const count = z.number().int().nonnegative();

/** One service of a set: `on` of all means on, 0 off, anything between mixed. */
export const servicePolicy = z.object({
  /** As of U_IM: one row for each of core's SERVICE_FLAGS. */
  variable: z.string(),
  /** Accounts (or domains) with the flag on. */
  on: count,
  /** Accounts whose domain grants it; of domains, the same as `on`. */
  granted: count,
});
export const accountPolicies = z.object({
  accounts: count,
  /** User accounts among them: only they use seats. */
  users: count,
  disabled: count,
  services: z.array(servicePolicy),
});
export type AccountPolicies = z.infer<typeof accountPolicies>;

export const domainPolicies = z.object({
  domains: count,
  accounts: count,
  /** Only services that a domain can withhold; `variable` as of D_IM. */
  services: z.array(servicePolicy),
});
export type DomainPolicies = z.infer<typeof domainPolicies>;

/** What a bulk change would do. `seats`: by how much each module's Used Seats would move; modules that stay are left out. */
export const changePreview = z.object({
  matched: count,
  changes: count,
  seats: z.array(z.object({ module: moduleId, name: z.string(), by: z.number().int() })),
});
export type ChangePreview = z.infer<typeof changePreview>;
