/** What tests outside this package generate objects with. */
export { makeConverter } from '../objects/convert.ts';
export { machineSetTable, machineTable } from '../objects/tables.ts';
export { awsFacts } from '../platforms/aws/facts.ts';
export { aws } from '../platforms/aws/platform.ts';
export { partsOf } from './arbitrary.ts';
export { allPaths, anyValue, replaceAt } from './mutate.ts';
export { capiObjects, mapiObject } from './objects.ts';
