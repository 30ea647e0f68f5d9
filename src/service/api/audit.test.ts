import { expect, test } from 'vitest';
import { auditDetail } from './audit.ts';

test('what looks like a secret is not recorded, long texts are cut, and it stays JSON', () => {
  const detail = auditDetail({ values: { Password: 'x', smtp_token: 'y' }, note: 'n'.repeat(1_000) });
  expect(JSON.parse(detail)).toEqual({
    values: { Password: '(not recorded)', smtp_token: '(not recorded)' },
    note: `${'n'.repeat(300)}…`,
  });
  const many = auditDetail(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key-${i}`, 'value'.repeat(20)])));
  expect(many.length).toBeLessThan(6_000);
  expect(() => JSON.parse(many)).not.toThrow();
  expect(auditDetail(undefined)).toBe('{}');
});
