/** The SQL of core/seats/unused.ts. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import type { Schema } from '../store/schema.ts';
import { modulesOfMask } from './convert.ts';
import { isCounted } from './counters.ts';

type Columns = ExpressionBuilder<Pick<Schema, 'account' | 'domain'>, 'account' | 'domain'>;

/** For a scope (a module's or a group's mask): no module of it was used since. `before`: epoch ms. Needs `account` joined with `domain`. */
export const isUnusedScope =
  (mask: number, before: number) =>
  (eb: Columns): Expression<SqlBool> => {
    const modules = sql.join(modulesOfMask(mask));
    return sql<SqlBool>`(${isCounted(mask)(eb)} and coalesce((select max(used.last_access) from access as used
      where used.address_id = ${eb.ref('account.id')} and used.module in (${modules})), ${eb.ref('account.created_at')}) <= ${before})`;
  };

/** Counted for the module, and not used since. `before`: epoch ms, see `unusedSince`. */
export const isUnused = (module: ModuleId, before: number) => isUnusedScope(moduleOf(module).mask, before);
