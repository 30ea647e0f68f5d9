import { expect, test } from 'vitest';
import { DAY } from '../calendar.ts';
import { documentWith, item } from '../license/license.testkit.ts';
import { document, Life, START, unreachable } from './life.testkit.ts';
import { parseWatchState } from './parse-state.ts';
import { watchDocument } from './watch-license.ts';

const state = new Life({ license: document({ type: 'trial', expires: START + 5 * DAY }), vendor: unreachable }).run(
  START + 14 * DAY,
).state;
const stored = (): Record<string, unknown> => JSON.parse(JSON.stringify(state));

test('a state survives being stored', () => {
  expect(state.stop).not.toBeNull();
  expect(parseWatchState(stored())).toEqual(state);
});

type Node = Record<string, unknown>;

/** Every path to a value; marks and stopped modules may be any number of them. */
const pathsOf = (value: unknown, at: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...pathsOf(inner, [...at, key])])
    : [];

function withValue(path: readonly string[], value: unknown): Node {
  const copy = stored();
  const owner = path.slice(0, -1).reduce((node, key) => node[key] as Node, copy);
  owner[path.at(-1) ?? ''] = value;
  return copy;
}

test('whatever lacks a part, or has a wrong one, is none', () => {
  const paths = pathsOf(state);
  expect(paths.length).toBeGreaterThan(60);
  for (const path of paths) {
    for (const wrong of [undefined, Number.NaN, 1e300, { a: 1 }, [[]]]) {
      expect(parseWatchState(withValue(path, wrong)), `${path.join('.')} = ${String(wrong)}`).toBeUndefined();
    }
  }
});

test.each<[string, unknown]>([
  ['format', 2],
  ['timeZone', 'Mars/Olympus'],
  ['phase', 'fine'],
  ['modulesStopped', { nonsense: { since: 1, stopped: true } }],
  ['day', 1.5],
])('%s %j is refused', (key, value) => {
  expect(parseWatchState({ ...stored(), [key]: value })).toBeUndefined();
});

test.each([null, 1, 'x', [], {}])('%j is none', (json) => {
  expect(parseWatchState(json)).toBeUndefined();
});

test('of a document, what time touches', () => {
  const found = watchDocument(
    documentWith({
      type: 'trial',
      expires: '2026-12-31T10:00:00Z',
      items: [item({ group: 'collaboration' }), item({ module: 'im', trialUntil: '2026-12-01T10:00:00Z' })],
    }),
  );
  expect(found).toMatchObject({
    type: 'trial',
    expires: Date.parse('2026-12-31T10:00:00Z'),
    serial: expect.any(Number),
  });
  const [group, im] = found.items;
  expect(group).toMatchObject({ key: 'group:collaboration', name: 'Collaboration', trialUntil: null });
  expect(group?.modules).not.toContain('im');
  expect(im).toMatchObject({ key: 'module:im', modules: ['im'], trialUntil: Date.parse('2026-12-01T10:00:00Z') });
  expect(im?.renewalDay).toBe(Date.parse('2027-11-21T00:00:00Z') / DAY);
});
