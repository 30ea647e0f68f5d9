/** What time does to the license, and service programs (LICENSING 5). */
import type { Licensing } from '../licensing/licensing.ts';
import type { Lifecycle } from '../schedule/lifecycle.ts';
import type { Guarded } from './guard.ts';

export interface LifecycleParts {
  readonly license: Pick<Licensing, 'validate'>;
  readonly lifecycle: Lifecycle;
}

export function lifecycleRoutes({ license, service }: Guarded, parts: LifecycleParts) {
  const { lifecycle } = parts;
  return {
    license: {
      validate: license.validate.handler(() => parts.license.validate()),
      forecast: license.forecast.handler(({ input }) => lifecycle.forecast(input)),
      confirmClock: license.confirmClock.handler(() => lifecycle.confirmClock()),
    },
    service: {
      status: service.status.handler(() => lifecycle.status()),
      start: service.start.handler(({ input }) => lifecycle.run('start', input.module)),
      stop: service.stop.handler(({ input }) => lifecycle.run('stop', input.module)),
    },
  };
}
