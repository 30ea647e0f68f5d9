import { describe, expect, it } from 'vitest';
import { chooseFormat, chooseSigningKey, nextKeyId } from './vendor-keys.ts';

describe('LICENSING 2: the key that signs', () => {
  const keys = [
    { id: '2024a', state: 'retired' },
    { id: '2025a', state: 'active' },
    { id: '2026a', state: 'active' },
    { id: '2026b', state: 'compromised' },
  ] as const;
  const table: readonly [rule: string, known: readonly string[] | undefined, key: string | undefined][] = [
    ['the newest that both sides know', ['2025a', '2026a'], '2026a'],
    ['an older one for an older version', ['2024a', '2025a'], '2025a'],
    ['never a retired or compromised one', ['2024a', '2026b'], undefined],
    ['none without a common one', ['other'], undefined],
    ['none for a machine that trusts none', [], undefined],
    ['the oldest active one for a machine never heard', undefined, '2025a'],
  ];
  it.each(table)('%s', (_rule, known, key) => {
    expect(chooseSigningKey(keys, known)).toBe(key);
  });

  it('a format that both sides know', () => {
    expect(chooseFormat([1, 2])).toBe(1);
    expect(chooseFormat([2])).toBeUndefined();
    expect(chooseFormat([])).toBeUndefined();
  });

  it('keys are named by year and letter', () => {
    expect(nextKeyId([], 2026)).toBe('2026a');
    expect(nextKeyId(['2026a', '2026b'], 2026)).toBe('2026c');
    expect(nextKeyId(['2026a'], 2027)).toBe('2027a');
    const year = Array.from({ length: 26 }, (_, i) => `2026${String.fromCharCode(97 + i)}`);
    expect(nextKeyId(year, 2026)).toBe('2026aa');
  });
});
