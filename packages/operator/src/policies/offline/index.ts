/**
 * What admission policies would say, without a cluster. An entry of its own, since the CEL library that it loads is of no use to the
 * operator, which has no memory to spare.
 */

export { asServed } from './as-served.ts';
export { judge, type Ruling, type Surroundings } from './judge.ts';
export { type AdmissionRequest, type Asker, askerOf, type Change, requestOf, scaleRequest } from './request.ts';
