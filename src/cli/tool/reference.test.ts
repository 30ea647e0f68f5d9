import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseOrderId } from '../../core/license/order-id.ts';
import { errorReference, toolReference } from './reference.ts';

const docs = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const HOW = 'out of date: run node src/cli/tool/write-docs.ts';

test('docs/tool.md is what the command table says', () => {
  expect(docs('tool.md') === toolReference(), HOW).toBe(true);
});

test('docs/errors.md is what the error catalogue says', () => {
  expect(docs('errors.md') === errorReference(), HOW).toBe(true);
});

test.each(['tool.md', 'admin-guide.md', 'vendor.md'])(
  'the Order IDs of docs/%s are well spelled: somebody types them',
  (name) => {
    const ids = docs(name).match(/\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b/g) ?? [];
    expect(ids).not.toEqual([]);
    expect(ids.filter((id) => parseOrderId(id) !== id)).toEqual([]);
  },
);
