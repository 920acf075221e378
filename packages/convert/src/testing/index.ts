/** What tests outside this package generate objects with. */
export { typeRows } from '../objects/platform.ts';
export { stored } from '../objects/webhook-defaults.ts';
export type { Fixture } from './fixture.ts';
export { fixtures } from './fixtures.ts';
export { allPaths, anyValue, replaceAt } from './mutate.ts';
