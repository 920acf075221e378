/** The controllers of Capstan. */

export { defaultNamespaces, type Namespaces } from './names.ts';
