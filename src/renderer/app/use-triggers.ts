import { useEffect, useEffectEvent } from 'react';
import { matches } from './accelerators.ts';
import { COMMAND_ACTIONS, type Command, type CommandId } from './commands.ts';
import { useNative } from './context.tsx';
import { useUi } from './store.ts';

/** Runs a command, or says why it cannot be done now. */
export function runCommand(command: Command): void {
  const { close, tell } = useUi.getState();
  close('palette');
  tell(null);
  if (command.reason === undefined) command.run();
  else tell({ text: command.reason });
}

/**
 * Accelerators by key in every kind of window, and the native menu's choices. A key that is handled here never
 * reaches the native menu: Electron gives it only what the page has left.
 */
export function useTriggers(commands: Record<CommandId, Command>): void {
  const native = useNative();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = COMMAND_ACTIONS.find((a) => a.accelerator && matches(a.accelerator, event, native.mac));
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) runCommand(commands[action.id]);
  });
  const onAction = useEffectEvent((id: string) => {
    const action = COMMAND_ACTIONS.find((a) => a.id === id);
    if (action) runCommand(commands[action.id]);
  });
  useEffect(() => {
    const ended = native.onAction((id) => onAction(id));
    window.addEventListener('keydown', onKey);
    return () => {
      ended();
      window.removeEventListener('keydown', onKey);
    };
  }, [native]);
}
