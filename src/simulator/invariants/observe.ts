/** Every invariant watches every server. */
import type { Observer, Server } from '../server.ts';
import type { Check } from './check.ts';

type Hooks = { readonly [K in keyof Observer]: Observer[K][] };

const hooksOf = (watching: readonly Partial<Observer>[]): Hooks => ({
  disturbed: watching.flatMap((one) => one.disturbed ?? []),
  booted: watching.flatMap((one) => one.booted ?? []),
  down: watching.flatMap((one) => one.down ?? []),
  decided: watching.flatMap((one) => one.decided ?? []),
  committed: watching.flatMap((one) => one.committed ?? []),
  settingsChanged: watching.flatMap((one) => one.settingsChanged ?? []),
  anotherDisk: [],
  quiet: watching.flatMap((one) => one.quiet ?? []),
});

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
  const start = (): Hooks =>
    hooksOf(
      checks.map(({ name, watch }) =>
        watch({ server, now: agenda.now, calm: () => calm, fail: (text) => fail(name, text) }),
      ),
    );
  let hooks = start();
  return {
    disturbed() {
      disturb();
      for (const tell of hooks.disturbed) tell();
    },
    booted() {
      disturb();
      for (const tell of hooks.booted) tell();
    },
    down() {
      for (const tell of hooks.down) tell();
    },
    decided(moment) {
      for (const tell of hooks.decided) tell(moment);
    },
    committed(moment) {
      for (const tell of hooks.committed) tell(moment);
    },
    settingsChanged() {
      for (const tell of hooks.settingsChanged) tell();
    },
    anotherDisk() {
      disturb();
      hooks = start();
    },
    quiet() {
      for (const tell of hooks.quiet) tell();
    },
  };
}
