export * from './generated/aws-machine.ts';
export * from './generated/aws-provider.ts';
export * from './generated/cluster-api-machine.ts';
export * from './generated/cluster-api-machine-set.ts';
export * from './generated/machine-api-machine.ts';
export * from './generated/machine-api-machine-set.ts';
export type * from './kinds.ts';
export { objectMeta } from './object-meta.ts';
export type { Infer, Json, JsonObject, ObjectShape, Shape } from './shape.ts';
