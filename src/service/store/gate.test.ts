import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('DESIGN 4: first in, first out, one at a time', async () => {
  const gate = createGate();
  const order: string[] = [];
  const pass = async (name: string) => {
    const leave = await gate.enter();
    order.push(`${name} in`);
    await Promise.resolve();
    order.push(`${name} out`);
    leave();
  };
  await Promise.all(['a', 'b', 'c'].map(pass));
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('closing refuses newcomers and waits for those who stand there', async () => {
  const gate = createGate();
  const leave = await gate.enter();
  const waiting = gate.enter();
  let closed = false;
  const closing = gate
    .close(() => new Error('closed'))
    .then(() => {
      closed = true;
    });
  await expect(gate.enter()).rejects.toThrow('closed');
  leave();
  (await waiting)();
  await closing;
  expect(closed).toBe(true);
});
