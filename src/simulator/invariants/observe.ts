/** Every invariant watches every server. */
import type { Observer, Server } from '../server.ts';
import type { Check } from './check.ts';

type Hook = keyof Observer;
const HOOKS: readonly Hook[] = ['disturbed', 'booted', 'down', 'decided', 'committed', 'settingsChanged', 'quiet'];

export function observe(
  server: Server,
  checks: readonly Check[],
  fail: (invariant: string, text: string) => void,
): Observer {
  const { agenda } = server.world;
  let calm = { at: agenda.now(), trusted: Number.NEGATIVE_INFINITY };
  const trusted = (): number => server.life?.watch.now() ?? server.disk.watch?.clock.trusted ?? agenda.now();
  const disturb = (): void => {
    calm = { at: agenda.now(), trusted: trusted() };
  };
  const start = (): Record<Hook, ((...of: never[]) => void)[]> => {
    const watching = checks.map(({ name, watch }) =>
      watch({ server, now: agenda.now, calm: () => calm, fail: (text) => fail(name, text) }),
    );
    const hooks = HOOKS.map((hook) => [hook, watching.flatMap((one) => one[hook] ?? [])] as const);
    return Object.fromEntries(hooks) as Record<Hook, ((...of: never[]) => void)[]>;
  };
  let hooks = start();
  const tell =
    (hook: Hook) =>
    (...of: never[]): void => {
      for (const listener of hooks[hook]) listener(...of);
    };
  return {
    disturbed() {
      disturb();
      tell('disturbed')();
    },
    booted() {
      disturb();
      tell('booted')();
    },
    down: tell('down'),
    decided: tell('decided') as Observer['decided'],
    committed: tell('committed') as Observer['committed'],
    settingsChanged: tell('settingsChanged'),
    anotherDisk() {
      disturb();
      hooks = start();
    },
    quiet: tell('quiet'),
  };
}
