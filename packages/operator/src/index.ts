/** The controllers of Capstan. */

export { type Namespaces, defaultNamespaces } from './names.ts';
