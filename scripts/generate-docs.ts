/** Writes docs/fields from the mapping tables: `node scripts/generate-docs.ts`. With `--check` it only compares. */
import { fieldPages } from '@capstan/convert/docs';
import { generate } from './generated-folder.ts';

await generate({ path: 'docs/fields', files: fieldPages() }, process.argv);
