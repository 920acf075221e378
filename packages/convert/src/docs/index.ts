/** The mapping tables in words: for `capstan explain`, docs/fields and admission policies. */
export {
  type DeniedField,
  type DescribedField,
  deniedFields,
  describeMachine,
  describeMachineSet,
  describePlatform,
} from './describe.ts';
export { fieldPages, type Page } from './markdown.ts';
