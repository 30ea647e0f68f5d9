/** `node src/cli/tool/write-docs.ts` writes docs/tool.md and docs/errors.md. A test says when they are out of date. */
import { writeFileSync } from 'node:fs';
import { errorReference, toolReference } from './reference.ts';

const docs = new URL('../../../docs/', import.meta.url);
writeFileSync(new URL('tool.md', docs), toolReference());
writeFileSync(new URL('errors.md', docs), errorReference());
